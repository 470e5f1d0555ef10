import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openRealApp, realChannel } from './real-channel.ts';
import { openWorkspace } from './workspace.ts';

/** What one person was told, wherever. */
const told = ({ slack }: Pick<Awaited<ReturnType<typeof openWorkspace>>, 'slack'>): string =>
  slack.calls
    .filter(({ method }) => method === 'chat.postEphemeral' || method === 'chat.postMessage')
    .map((call) => call.arguments['text'])
    .join('\n');

test('a start that Slack stopped halfway is gone on with by the same command, once the app is invited', async (t) => {
  const workspace = await openWorkspace(t);
  const { slack, jobs, handlers, incidents } = workspace;
  incidents.runs = incidents.runs.map((run) => ({ ...run, state: 'done' }));
  slack.interrupt('chat.postMessage', [{ status: 200, error: 'not_in_channel' }]);
  await workspace.type('start Payments down');
  await jobs.run(handlers);
  assert.match(told(workspace), /send the command again/);
  await workspace.type('start Payments down');
  await jobs.run(handlers);
  assert.equal(workspace.incidents.incidents.length, 1);
  assert.doesNotMatch(told(workspace), /CHANNEL_HAS_INCIDENT/);
  const cards = slack.calls.filter(({ method }) => method === 'pins.add');
  assert.equal(cards.length, 1);
  await workspace.type('start Another');
  await jobs.run(handlers);
  assert.match(told(workspace), /CHANNEL_HAS_INCIDENT/);
});

test('in a direct message nothing is opened, and it is said where to go', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Payments down', { channelId: 'D0123456789' });
  await workspace.jobs.run(workspace.handlers);
  assert.equal(workspace.incidents.incidents.length, 0);
  assert.match(told(workspace), /CHANNEL_DIRECT.*in a channel that the app is in/s);
});

describe('over the real use cases', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp();
  });
  after(() => app.remove());

  test('in the channel of a cancelled incident a start says what can be done', async (t) => {
    const { say, told: tells } = await realChannel(t, app);
    await say('cancel typo');
    await say('start Second');
    assert.match(tells(), /which is cancelled.*new channel.*\/rca reopen WHY/s);
  });
});
