import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace } from './workspace.ts';

const pin = { type: 'reaction_added', user: 'U1', reaction: 'pushpin' };
const item = { type: 'message', channel: 'C1', ts: '1769508000.000100' };
const edited = { user: 'U2', ts: '1769508100.000100' };
const changed = (message: object, before?: object) => ({
  type: 'message',
  subtype: 'message_changed',
  channel: 'C1',
  message: { type: 'message', ts: item.ts, text: 'new', ...message },
  ...(before ? { previous_message: before } : {}),
});

test('an event that cannot be stored is not acknowledged, and its next delivery is stored once', async (t) => {
  const workspace = await openWorkspace(t);
  const { jobs } = workspace;
  const store = jobs.beforeStoring;
  jobs.beforeStoring = async () => Promise.reject(new Error('the database is down'));
  const refused = await workspace.event({ ...pin, item }, { eventId: 'Ev1' });
  assert.ok(refused.status >= 500, `answered ${refused.status}`);
  jobs.beforeStoring = store;
  for (const retry of [1, 2]) {
    assert.equal((await workspace.event({ ...pin, item }, { eventId: 'Ev1', retry })).status, 200);
  }
  assert.deepEqual(
    jobs.stored.map(({ name, key }) => [name, key]),
    [['slack.capture', `slack:${workspace.slack.teamId}/Ev1`]],
  );
});

test('what changes no words, what the app itself wrote, and other reactions ask for nothing', async (t) => {
  const workspace = await openWorkspace(t);
  const events = [
    { ...pin, reaction: 'eyes', item },
    { ...pin, item: { type: 'file', file: 'F1' } },
    { type: 'message', channel: 'C1', user: 'U1', text: 'hello', ts: item.ts },
    changed({}),
    changed({ edited, app_id: 'A1' }),
    changed({ edited }, { text: 'new' }),
    { type: 'message', subtype: 'message_deleted', channel: 'C1', event_ts: '1.0', previous_message: {} },
    { type: 'something_new' },
  ];
  for (const event of events) assert.equal((await workspace.event(event)).status, 200);
  assert.deepEqual(workspace.jobs.stored, []);
});

test('the text of an edit is redacted before it is stored', async (t) => {
  const workspace = await openWorkspace(t, {
    redactText: (text) => text.replaceAll('hunter2', '[password:A]'),
  });
  await workspace.event(changed({ edited, text: 'it was hunter2' }, { text: 'old' }));
  const [job] = workspace.jobs.stored;
  assert.equal(job && 'text' in job.data && job.data.text, 'it was [password:A]');
});

test('a shortcut that cannot be stored is not acknowledged', async (t) => {
  const workspace = await openWorkspace(t);
  workspace.jobs.beforeStoring = async () => Promise.reject(new Error('the database is down'));
  assert.equal((await workspace.addToTimeline(item.ts)).ok, false);
});

test('over Socket Mode too an event is acknowledged when it is stored, once, and not before', async (t) => {
  const workspace = await openWorkspace(t, { mode: 'socket' });
  const { slack, jobs } = workspace;
  const body = {
    type: 'event_callback',
    team_id: slack.teamId,
    event_id: 'Ev1',
    event: { ...pin, item },
  };
  const store = jobs.beforeStoring;
  const failed = Promise.withResolvers<void>();
  jobs.beforeStoring = async () => {
    failed.resolve();
    throw new Error('the database is down');
  };
  void slack.send('events_api', body, 'envelope-1');
  await failed.promise;
  jobs.beforeStoring = store;
  for (const envelope of ['envelope-2', 'envelope-3']) await slack.send('events_api', body, envelope);
  assert.deepEqual([...slack.acks.keys()], ['envelope-2', 'envelope-3']);
  assert.equal(jobs.stored.length, 1);
});
