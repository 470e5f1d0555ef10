import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { AppsManifestCreateArguments } from '@slack/web-api';
import { parse } from 'yaml';
import { verbs } from '../../src/slack/command.ts';
import { BOT_SCOPES } from '../../src/slack/scopes.ts';
import { ADD_TO_TIMELINE } from '../../src/slack/take-requests.ts';
import { manifestSchema } from './manifest-schema.ts';

const root = new URL('../../', import.meta.url);
const manifest: unknown = parse(readFileSync(new URL('manifest.yml', root), 'utf8'));

/** Scopes of each Web API method that the code calls, from the reference of the method. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.edit': ['bookmarks:write'],
  'canvases.edit': ['canvases:write'],
  'conversations.canvases.create': ['canvases:write'],
  'files.info': ['files:read'],
  'conversations.create': ['groups:write'],
  'conversations.invite': ['groups:write'],
  'conversations.setTopic': ['groups:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'chat.getPermalink': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  // Of public channels and of private ones.
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.uploadV2': ['files:write'],
  'pins.add': ['pins:write'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
};

/** Events that take-events.ts reads, with their scopes, from the reference of the event. */
const EVENTS: Readonly<
  Record<string, { readonly subscriptions: readonly string[]; readonly scopes: readonly string[] }>
> = {
  reaction_added: { subscriptions: ['reaction_added'], scopes: ['reactions:read'] },
  reaction_removed: { subscriptions: ['reaction_removed'], scopes: ['reactions:read'] },
  app_home_opened: { subscriptions: ['app_home_opened'], scopes: [] },
  app_uninstalled: { subscriptions: ['app_uninstalled'], scopes: [] },
  tokens_revoked: { subscriptions: ['tokens_revoked'], scopes: [] },
  message: {
    subscriptions: ['message.channels', 'message.groups'],
    scopes: ['channels:history', 'groups:history'],
  },
};

/** `url_private` of a file is read with the bot token: https://docs.slack.dev/reference/objects/file-object */
const DOWNLOAD_SCOPE = 'files:read';

const sources = ['src/slack/', 'src/deliver/'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(folder + name, root), 'utf8')),
);
const found = (pattern: RegExp): string[] =>
  sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));

test('the manifest keeps the rules of the schema that Slack publishes, and of its types', () => {
  const checked = manifestSchema.parse(manifest);
  // The SDK's list of scopes lacks this one: https://docs.slack.dev/reference/scopes/canvases.write
  const bot = checked.oauth_config.scopes.bot.filter((scope) => scope !== 'canvases:write');
  const typed = { ...checked, oauth_config: { scopes: { bot } } };
  typed satisfies AppsManifestCreateArguments['manifest'];
});

type Json = Record<string, unknown>;

/** The manifest with one value changed; undefined takes it out. */
function changed(path: string, value: unknown): Json {
  const copy = structuredClone(manifest) as Json;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce((at, name) => at[name] as Json, copy);
  parent[last] = value;
  return JSON.parse(JSON.stringify(copy));
}

test('over HTTP, for many workspaces and for an organisation it keeps them as well', () => {
  for (const [path, value] of [
    ['settings.event_subscriptions.request_url', 'https://rca.example.com/slack/events'],
    ['settings.interactivity.request_url', 'https://rca.example.com/slack/events'],
    ['features.slash_commands.0.url', 'https://rca.example.com/slack/events'],
    ['oauth_config.redirect_urls', ['https://rca.example.com/slack/oauth_redirect']],
    ['settings.org_deploy_enabled', true],
    ['settings.token_rotation_enabled', true],
  ] as const) {
    assert.ok(manifestSchema.safeParse(changed(path, value)).success, path);
  }
});

test('what breaks a rule of the schema is seen', () => {
  for (const [path, value] of [
    ['display_information.name', 'x'.repeat(36)],
    ['display_information.name', undefined],
    ['display_information.description', ''],
    ['display_information.description', 'x'.repeat(141)],
    ['display_information.background_color', 'navy'],
    ['display_information.colour', '#fff'],
    ['features.bot_user.display_name', undefined],
    ['features.bot_user.display_name', 'x'.repeat(81)],
    ['features.app_home.home_tab', true],
    ['features.slash_commands', []],
    ['features.slash_commands.0.command', 'rca'],
    ['features.slash_commands.0.command', `/${'x'.repeat(32)}`],
    ['features.slash_commands.0.description', undefined],
    ['features.slash_commands.0.usage_hint', 'x'.repeat(1_001)],
    ['features.slash_commands.0.url', 'rca.example.com/slack/events'],
    ['features.shortcuts.0.name', 'x'.repeat(25)],
    ['features.shortcuts.0.type', 'channel'],
    ['features.shortcuts.0.callback_id', undefined],
    ['features.shortcuts.0.description', 'x'.repeat(151)],
    ['oauth_config.scopes.bot', ['chat:write.everything']],
    ['oauth_config.scopes.user', ['chat:write']],
    ['oauth_config.scopes.bots', []],
    ['oauth_config.redirect_urls', ['https://a.example', 'https://a.example']],
    ['settings.event_subscriptions.bot_events', ['reaction_added', 'reaction_added']],
    ['settings.event_subscriptions.bot_events', ['message']],
    ['settings.event_subscriptions.request_url', 'ftp://rca.example.com'],
    ['settings.interactivity.is_enabled', undefined],
    ['settings.socket_mode', true],
    ['webhooks', {}],
  ] as const) {
    assert.ok(!manifestSchema.safeParse(changed(path, value)).success, `${path} = ${JSON.stringify(value)}`);
  }
});

test('the manifest asks for exactly the scopes of what the code calls', () => {
  const { oauth_config: oauth, features, settings } = manifestSchema.parse(manifest);
  const methods = new Set(
    found(
      /\b(?:client|reader)\s*\.\s*((?:chat|files|views|conversations|pins|users|usergroups|bookmarks|canvases|reactions|auth)(?:\s*\.\s*\w+)+)/g,
    ).map((name) => name.replace(/\s/g, '')),
  );
  assert.deepEqual([...methods].sort(), Object.keys(SCOPES_OF).sort());
  const events = new Set(
    [
      ...found(/\btype: z\.enum\(\[('\w+', '\w+')\]\)/g),
      ...found(/\btype: z\.literal\('(message)'\),\n\s+subtype/g),
      ...found(/\btype: z\.literal\('(app_home_opened|app_uninstalled|tokens_revoked)'\)/g),
    ].flatMap((names) => names.replaceAll("'", '').split(', ')),
  );
  assert.deepEqual([...events].sort(), Object.keys(EVENTS).sort());
  assert.deepEqual(
    [...settings.event_subscriptions.bot_events].sort(),
    Object.values(EVENTS)
      .flatMap(({ subscriptions }) => subscriptions)
      .sort(),
  );
  const needed = new Set([
    'commands',
    DOWNLOAD_SCOPE,
    ...Object.values(SCOPES_OF).flat(),
    ...Object.values(EVENTS).flatMap(({ scopes }) => scopes),
  ]);
  assert.deepEqual([...oauth.scopes.bot].sort(), [...needed].sort());
  assert.deepEqual(Object.keys(oauth.scopes), ['bot'], 'no token of a person');
  assert.deepEqual(oauth.scopes.bot, BOT_SCOPES, 'what an installation by OAuth asks for');
  assert.deepEqual(
    features.slash_commands.map(({ command }) => command),
    [...new Set(found(/app\.command\('([^']+)'/g))],
  );
  assert.equal(settings.interactivity.is_enabled, found(/app\.(view|action)\(/g).length > 0);
  assert.deepEqual(found(/app\.(event|message)\(/g), [], 'events are taken by take-events.ts alone');
  assert.ok(found(/(callback_id: ADD_TO_TIMELINE)/g).length > 0);
  assert.deepEqual(
    features.shortcuts.map(({ callback_id: id, type }) => [id, type]),
    [[ADD_TO_TIMELINE, 'message']],
  );
});

test('nothing is ever made public: no call, however it is written, could', () => {
  for (const text of sources) {
    assert.doesNotMatch(text, /sharedPublicURL|revokePublicURL|public_url/i);
    assert.doesNotMatch(text, /\.apiCall\(/, 'a call by name would escape the list of methods above');
  }
});

test('no answer waits for a response URL, which expires: none is ever called', () => {
  for (const text of sources) {
    assert.doesNotMatch(text, /response_?url|hooks\.slack|\brespond\(|[{,] respond[,} ]/i);
  }
});

test('the usage hint names every command', () => {
  const [command] = manifestSchema.parse(manifest).features.slash_commands;
  assert.equal(command?.usage_hint, verbs.join(' | '));
});

test('docs/slack.md gives a reason for each scope and each event, and for none besides', () => {
  const docs = readFileSync(new URL('docs/slack.md', root), 'utf8');
  const table = (head: string): readonly string[] => {
    const rows = docs.split(`| ${head} | why |\n|---|---|\n`)[1]?.split('\n\n')[0] ?? '';
    const names = rows.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)]);
    return names.map((match) => match[1] ?? '').sort();
  };
  const { oauth_config: oauth, settings } = manifestSchema.parse(manifest);
  assert.deepEqual(table('scope'), [...oauth.scopes.bot, 'connections:write'].sort());
  assert.deepEqual(table('event'), [...settings.event_subscriptions.bot_events].sort());
});
