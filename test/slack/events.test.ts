import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EventIntake, takeEvent } from '../../src/slack/take-events.ts';
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

/** What an event stores, as Slack delivers it. */
async function storedOf(body: object): Promise<Record<string, unknown> | undefined> {
  const jobs: Record<string, unknown>[] = [];
  const enqueue = async (_name: string, data: object) => void jobs.push({ ...data });
  await takeEvent(
    {
      type: 'event_callback',
      team_id: 'T0001',
      api_app_id: 'A0RCA',
      event_id: 'Ev1',
      event_time: 1736481392,
      ...body,
    },
    { jobs: { enqueue } as EventIntake['jobs'], redactText: (text) => text },
  );
  return jobs[0];
}

test('a deletion is one as a tombstone too, and without a time of its own', async () => {
  const channel = { type: 'message', channel: 'C1' };
  const tombstone = await storedOf({
    event: {
      ...channel,
      subtype: 'message_changed',
      event_ts: '1736481392.000200',
      message: {
        subtype: 'tombstone',
        ts: '1736207085.539649',
        text: 'This message was deleted.',
        user: 'USLACKBOT',
      },
      previous_message: { user: 'U1', ts: '1736207085.539649', text: 'Deploy 4711 looks guilty' },
    },
  });
  assert.deepEqual(
    [tombstone?.['messageTs'], tombstone?.['text'], tombstone?.['at']],
    ['1736207085.539649', null, '2025-01-10T03:56:32.000Z'],
  );
  const untimed = await storedOf({
    event: { ...channel, subtype: 'message_deleted', deleted_ts: '1736207085.539649' },
  });
  assert.deepEqual([untimed?.['text'], untimed?.['at']], [null, '2025-01-10T03:56:32.000Z']);
});

test('an edit by somebody of another organisation is of the channel of whoever has the app', async () => {
  const job = await storedOf({
    team_id: 'T0EXT',
    is_ext_shared_channel: true,
    authorizations: [{ enterprise_id: null, team_id: 'T0001', user_id: 'U0BOT', is_bot: true }],
    event: {
      type: 'message',
      subtype: 'message_changed',
      channel: 'C1',
      message: { user: 'UEXT', ts: '1.1', text: 'edited', edited: { user: 'UEXT', ts: '2.0' } },
      previous_message: { user: 'UEXT', ts: '1.1', text: 'first' },
    },
  });
  assert.deepEqual([job?.['teamId'], job?.['userId'], job?.['text']], ['T0001', 'UEXT', 'edited']);
});
