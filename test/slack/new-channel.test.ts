import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelName } from '../../src/slack/channel/channel-name.ts';
import type { FixtureJobs } from './fixture-incident.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

type Opened = Workspace & { readonly jobs: FixtureJobs };

const callsOf = ({ slack }: Workspace, method: string) =>
  slack.calls.filter((call) => call.method === method).map((call) => call.arguments);

const told = (workspace: Workspace): string =>
  callsOf(workspace, 'chat.postEphemeral')
    .map((call) => call['text'])
    .join('\n');

async function say(workspace: Opened, text: string): Promise<void> {
  await workspace.type(text);
  workspace.incidents.runs = workspace.incidents.runs.map((run) => ({ ...run, state: 'done' }));
  await workspace.jobs.run(workspace.handlers);
}

interface Channel {
  readonly id: string;
  readonly name: string;
  readonly is_private: boolean;
  readonly topic: { readonly value: string };
}

/** The channel that was made, as a person who was invited sees it. */
async function made(workspace: Workspace): Promise<Channel> {
  const { channels } = await workspace.slack.ask('conversations.list', { types: 'private_channel' });
  const found = (channels as Channel[]).find(({ name }) => name.startsWith('inc-'));
  assert.ok(found, 'the person is not in the channel');
  return found;
}

test('start with new channel makes a private one, with topic, bookmark, card and whoever asked', async (t) => {
  const workspace = await openWorkspace(t);
  assert.match(
    await workspace.type('start Probing of Sök! since 2h new channel'),
    /in a new channel: “Probing of Sök!”/,
  );
  workspace.incidents.runs = workspace.incidents.runs.map((run) => ({ ...run, state: 'done' }));
  await workspace.jobs.run(workspace.handlers);
  const channel = await made(workspace);
  assert.equal(channel.name, 'inc-0001-probing-of-sok');
  assert.equal(channel.is_private, true);
  assert.equal(channel.topic.value, 'INC-2026-0001 Probing of Sök!');
  const posted = await workspace.messages(channel.id);
  assert.ok(posted.some(({ text }) => text.startsWith('INC-2026-0001 Probing')));
  const [bookmark] = callsOf(workspace, 'bookmarks.add');
  assert.equal(bookmark!['title'], 'Incident card');
  assert.match(bookmark!['link']!, new RegExp(channel.id));
  assert.match(told(workspace), new RegExp(`INC-2026-0001 is open in <#${channel.id}>`));
  assert.deepEqual(await workspace.messages(), []);
  assert.equal(workspace.incidents.requests[0]!.incident, 'INC-2026-0001');
});

test('a channel that has an incident is where another one starts in a channel of its own', async (t) => {
  const workspace = await openWorkspace(t);
  await say(workspace, 'start Probing');
  await say(workspace, 'start Another');
  assert.match(told(workspace), /CHANNEL_HAS_INCIDENT.*end the command with new channel/s);
  await say(workspace, 'start Another new channel');
  assert.equal(workspace.incidents.incidents.length, 2);
  assert.equal((await made(workspace)).name, 'inc-0002-another');
  assert.deepEqual(
    workspace.incidents.requests.map(({ incident, outcome }) => [incident, outcome]),
    [
      ['INC-2026-0001', 'done'],
      ['INC-2026-0001', 'refused'],
      ['INC-2026-0002', 'done'],
    ],
  );
});

test('the same start again makes no second channel, and a taken name gets a number', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.slack.ask('conversations.create', { name: 'inc-0001-probing', is_private: true });
  await say(workspace, 'start Probing new channel');
  const [{ data }] = [workspace.jobs.stored[0]!];
  assert.ok('verb' in data);
  await workspace.handlers['slack.command']!(data);
  assert.equal(workspace.incidents.incidents.length, 1);
  assert.deepEqual(
    callsOf(workspace, 'conversations.create').map(({ name }) => name),
    ['inc-0001-probing', 'inc-0001-probing-2'],
  );
  assert.equal(callsOf(workspace, 'bookmarks.add').length, 1);
});

test('user groups are invited; one that Slack does not tell stops nothing else, and is told', async (t) => {
  const workspace = await openWorkspace(t, { rules: { invite: ['S1', 'S2'] } });
  workspace.slack.userGroups
    .set('S1', [workspace.slack.userId])
    .set('S2', ['U0ONCALL', workspace.slack.userId]);
  await say(workspace, 'start Probing new channel');
  assert.equal(callsOf(workspace, 'conversations.invite')[0]!['users'], `${workspace.slack.userId},U0ONCALL`);

  const missing = await openWorkspace(t, { rules: { invite: ['S0GONE'] } });
  await say(missing, 'start Probing new channel');
  assert.match(told(missing), /SLACK_GROUP_UNKNOWN/);
  assert.equal(missing.incidents.incidents.length, 1);
  assert.ok(callsOf(missing, 'chat.postMessage').length >= 2);
});

test('a missing scope is named, and the evidence is collected all the same', async (t) => {
  const workspace = await openWorkspace(t, { scopes: ['commands', 'chat:write', 'users:read'] });
  await say(workspace, 'start Probing new channel');
  assert.match(told(workspace), /SLACK.SCOPE.MISSING: the app lacks the scope groups.write/);
  assert.equal(workspace.incidents.incidents.length, 1);
});

test('a name has only what Slack allows, whatever the title', () => {
  const name = (title: string, pattern = 'inc-{number}-{slug}') =>
    channelName(pattern, { id: 'INC-2026-0042', title });
  assert.equal(name('<!channel> $& & Co.'), 'inc-0042-channel-co');
  assert.equal(name('!!!'), 'inc-0042');
  assert.equal(name('障害 café'), 'inc-0042-cafe');
  assert.equal(name('x', 'Sec {year}/{number}'), 'sec-2026-0042');
  assert.ok(name('long '.repeat(50)).length <= 77);
});
