import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { AppsManifestCreateArguments } from '@slack/web-api';
import { parse } from 'yaml';
import { z } from 'zod';
import { verbs } from '../../src/slack/command.ts';
import { BOT_SCOPES } from '../../src/slack/scopes.ts';
import { ADD_TO_TIMELINE } from '../../src/slack/take-requests.ts';

const root = new URL('../../', import.meta.url);
const manifest: unknown = parse(readFileSync(new URL('manifest.yml', root), 'utf8'));

/**
 * Slack publishes no schema to check against without an account. This is what its reference says of the parts
 * that we use, with required fields and limits; everything else is refused, as Slack refuses unknown fields.
 * https://docs.slack.dev/reference/app-manifest
 */
const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({
      display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/),
      always_online: z.boolean(),
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.boolean(),
        }),
      )
      .min(1)
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({
      bot: z
        .array(
          z.enum([
            'commands',
            'chat:write',
            'files:write',
            'usergroups:read',
            'groups:write',
            'bookmarks:write',
            'files:read',
            'users:read',
            'reactions:read',
            'channels:history',
            'groups:history',
            'channels:read',
            'groups:read',
            'pins:write',
          ]),
        )
        .min(1),
    }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      bot_events: z
        .array(
          z.enum([
            'reaction_added',
            'reaction_removed',
            'message.channels',
            'message.groups',
            'app_home_opened',
            'app_uninstalled',
            'tokens_revoked',
          ]),
        )
        .max(100),
    }),
    interactivity: z.strictObject({ is_enabled: z.boolean() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

/** Scopes of each Web API method that the code calls, from the reference of the method. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'bookmarks.add': ['bookmarks:write'],
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

test('the manifest has the shape that Slack documents', () => {
  const checked = manifestSchema.parse(manifest);
  checked satisfies AppsManifestCreateArguments['manifest'];
});

test('the manifest asks for exactly the scopes of what the code calls', () => {
  const { oauth_config: oauth, features, settings } = manifestSchema.parse(manifest);
  const methods = new Set(
    found(
      /\b(?:client|reader)\s*\.\s*((?:chat|files|views|conversations|pins|users|usergroups|bookmarks|reactions|auth)(?:\s*\.\s*\w+)+)/g,
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

test('the usage hint names every command', () => {
  const [command] = manifestSchema.parse(manifest).features.slash_commands;
  assert.equal(command?.usage_hint, verbs.join(' | '));
});
