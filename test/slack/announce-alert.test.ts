import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace, type Workspace } from './workspace.ts';

const callsOf = ({ slack }: Workspace, method: string) =>
  slack.calls.filter((call) => call.method === method).map((call) => call.arguments);

type Opened = Awaited<ReturnType<typeof openWorkspace>>;

/** An alert has opened an incident; the job behind it is done, twice. */
async function alert(workspace: Opened, key: string): Promise<string> {
  const window = { fromMs: Date.now() - 900_000, toMs: Date.now() };
  const incident = await workspace.incidents.useCases.start(
    { title: `Trouble ${key}`, severity: null, services: [], window },
    'webhook:pagerduty',
    key,
  );
  await workspace.jobs.enqueue('alert.opened', { incident: incident.id, origin: 'pagerduty', key }, key);
  workspace.incidents.runs = workspace.incidents.runs.map((run) => ({ ...run, state: 'done' }));
  await workspace.jobs.run(workspace.handlers);
  await workspace.handlers['alert.opened']?.({ incident: incident.id, origin: 'pagerduty', key });
  return incident.id;
}

const cards = async (workspace: Opened, incident: string, channel?: string) =>
  (await workspace.messages(channel)).filter(({ text }) => text.startsWith(`${incident} Trouble`));

test('the card of the first alert is posted once in the configured channel, whose commands are about it', async (t) => {
  const workspace = await openWorkspace(t, { areAlertsHere: true });
  const incident = await alert(workspace, 'alert:1');
  assert.equal((await cards(workspace, incident)).length, 1);
  await workspace.type('note The alert is real');
  await workspace.jobs.run(workspace.handlers);
  assert.equal(workspace.incidents.notes.length, 1);
});

test('the next incident of the channel gets one of its own, which the first is told of', async (t) => {
  const workspace = await openWorkspace(t, { areAlertsHere: true });
  await alert(workspace, 'alert:1');
  const incident = await alert(workspace, 'alert:2');
  assert.equal(callsOf(workspace, 'conversations.create').length, 1);
  const told = (await workspace.messages()).filter(({ text }) => text.includes(`opened ${incident}`));
  assert.equal(told.length, 1);
  const channel = /<#(\w+)>/.exec(told[0]!.text)![1]!;
  assert.equal((await cards(workspace, incident)).length, 0);
  const posts = callsOf(workspace, 'chat.postMessage').filter((call) => call['channel'] === channel);
  assert.ok(posts.some((call) => call['text']!.startsWith(`${incident} Trouble`)));
});

test('without a channel each incident has one of its own, with the configured people in it', async (t) => {
  const workspace = await openWorkspace(t, { rules: { invite: ['S0ONCALL'] } });
  workspace.slack.userGroups.set('S0ONCALL', [workspace.slack.userId]);
  const incident = await alert(workspace, 'alert:1');
  const { channels } = await workspace.slack.ask('conversations.list', { types: 'private_channel' });
  const made = (channels as { id: string; name: string }[]).filter(({ name }) => name.startsWith('inc-'));
  assert.equal(made.length, 1);
  assert.equal((await cards(workspace, incident, made[0]!.id)).length, 1);
  assert.deepEqual(await workspace.messages(), []);
});
