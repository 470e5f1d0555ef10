import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JobData } from '../../src/jobs/jobs.ts';
import { forEachStore } from '../helpers/stores.ts';
import { type LiveWorkspace, openLive } from './live-workspace.ts';
import { openRealApp, realChannel } from './real-channel.ts';

const historyOf = async (live: LiveWorkspace) =>
  (await live.app.useCases.evidence(live.incident)).filter(({ item }) => item.format === 'slack.history');

async function messagesIn(live: LiveWorkspace): Promise<{ ts: string; text: string; user?: string }[]> {
  const [stored] = await historyOf(live);
  const pages = await Promise.all(stored!.item.pages.map(({ sha256 }) => live.app.context.blobs.get(sha256)));
  return pages.flatMap((page) => JSON.parse(Buffer.from(page).toString()).messages);
}

const requests = ({ slack }: LiveWorkspace) =>
  slack.calls.filter(
    ({ method }) => method === 'conversations.history' || method === 'conversations.replies',
  );

forEachStore(({ name, place }) => {
  describe(`history on ${name}`, () => {
    test('a limited channel is read page by page, threads included, redacted, and is one item', async (t) => {
      const live = await openLive(t, await place());
      const posted = [];
      for (let index = 0; index < 25; index++) posted.push(await live.post(`message ${index}`));
      const root = await live.post('5xx climbs, password=hunter2hunter2');
      for (let index = 0; index < 3; index++) await live.post(`reply ${index}`, root);
      live.slack.limitRate('conversations.history', {
        requests: 1,
        perMs: 900,
        retryAfterS: 1,
        messagesMax: 10,
      });
      await live.type('collect');
      await live.settled();
      const [stored, ...others] = await historyOf(live);
      assert.deepEqual(others, []);
      const { item } = stored!;
      assert.deepEqual(
        [item.coverage, item.fidelity, item.source, item.query['channel']],
        [{ state: 'complete' }, 'reserialised', 'slack.history', live.slack.channelId],
      );
      const messages = await messagesIn(live);
      const texts = messages.map(({ text }) => text);
      assert.equal(new Set(messages.map(({ ts }) => ts)).size, messages.length, 'each message once');
      for (const ts of [...posted, root]) assert.ok(messages.some((message) => message.ts === ts));
      assert.deepEqual(
        texts.filter((text) => text.startsWith('reply')),
        ['reply 0', 'reply 1', 'reply 2'],
      );
      assert.match(texts.find((text) => text.startsWith('5xx'))!, /password=\[password:/);
      assert.equal(item.records, messages.length);
      assert.equal(item.redactions['password'], 1);
      assert.equal((await live.app.useCases.rebuild(live.incident)).same, true);
      const { sources } = await live.app.useCases.status(live.incident);
      assert.deepEqual(
        sources.map(({ source, state, coverage }) => [source, state, coverage]),
        [['slack.history', 'done', 'complete']],
      );
      const cursors = requests(live).map(({ arguments: given }) => given['cursor'] ?? '');
      assert.ok(cursors.length > 4, 'some requests were refused by the rate limit');
    });

    test('messages outside of the window are not read', async (t) => {
      const live = await openLive(t, await place());
      await live.post('after the window');
      await live.type('collect from 2026-01-27T10:00:00Z to 2026-01-27T11:00:00Z');
      await live.settled();
      const [stored] = await historyOf(live);
      assert.equal(stored!.item.records, 0);
      assert.deepEqual(stored!.item.asked, {
        from: '2026-01-27T10:00:00.000Z',
        to: '2026-01-27T11:00:00.000Z',
      });
      const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
      await live.type(`collect from ${inHours(1)} to ${inHours(2)}`);
      await live.settled();
      const counts = (await historyOf(live)).map(({ item }) => item.records);
      assert.deepEqual(counts, [0, 0], 'neither after nor before it');
    });

    test('a page that was kept before a crash is not asked for again, and the item is made once', async (t) => {
      const live = await openLive(t, await place());
      for (let index = 0; index < 12; index++) await live.post(`message ${index}`);
      live.slack.limitRate('conversations.history', {
        requests: 100,
        perMs: 1,
        retryAfterS: 1,
        messagesMax: 10,
      });
      const { teamId, channelId } = live.slack;
      const { id } = await live.app.capture.openHistory(live.incident, null, 'slack:T1/U1', 'crash');
      const job: JobData['slack.history'] = { collection: id, teamId, channelId, attempt: 0, paceMs: 0 };
      const enqueue = t.mock.method(live.app.jobs, 'enqueue', () =>
        Promise.reject(new Error('killed behind the page')),
      );
      const leg = live.handlers['slack.history']!;
      await assert.rejects(leg(job), /killed/);
      await assert.rejects(leg(job), /killed/);
      enqueue.mock.restore();
      await leg(job);
      await leg(job);
      assert.equal(requests(live).length, 2);
      const [stored, ...others] = await historyOf(live);
      assert.deepEqual([stored!.item.records, stored!.item.pages.length, others.length], [12, 2, 0]);
    });

    test('a channel that the app may not read is a failed source with a gap that says what mends it', async (t) => {
      const live = await openLive(t, await place());
      live.slack.interrupt('conversations.history', [
        { status: 200, error: 'missing_scope', needed: 'channels:history' },
      ]);
      await live.type('collect');
      await live.settled();
      const gaps = await live.app.useCases.recordedGaps(live.incident);
      assert.equal(gaps.length, 1);
      assert.match(gaps[0]!.why, /SLACK_SCOPE_MISSING: the app lacks the scope channels:history/);
      assert.match(gaps[0]!.mend, /manifest\.yml/);
      assert.deepEqual(await historyOf(live), []);
    });

    test('a rate limit is waited for as long as Slack says', async (t) => {
      const live = await openLive(t, await place());
      live.slack.interrupt('conversations.history', [{ status: 429, retryAfterS: 4 }]);
      const startedMs = performance.now();
      await live.type('collect');
      await live.settled();
      assert.ok(performance.now() - startedMs >= 4_000);
      assert.equal((await historyOf(live)).length, 1);
    });

    test('an outage is waited for, and what was read stays', async (t) => {
      const live = await openLive(t, await place());
      await live.post('before the outage');
      live.slack.interrupt('conversations.history', [{ status: 503 }]);
      await live.type('collect');
      await live.settled();
      assert.ok((await messagesIn(live)).some(({ text }) => text === 'before the outage'));
    });
  });
});

test('the pace of the slow tier is kept from its first reply on', async (t) => {
  const app = await openRealApp();
  t.after(() => app.remove());
  const { workspace, jobs, say } = await realChannel(t, app);
  const { slack } = workspace;
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 10_000 });
  for (let index = 0; index < 20; index++)
    await slack.ask('chat.postMessage', { channel: slack.channelId, text: `message ${index}` });
  t.mock.timers.tick(10_000);
  slack.limitRate('conversations.history', { requests: 9, perMs: 1, retryAfterS: 60, messagesMax: 15 });
  const before = jobs.stored.length;
  await say('collect since 1h');
  const waits = jobs.stored
    .slice(before)
    .filter(({ name }) => name === 'slack.history')
    .map(({ notBeforeMs }) => (notBeforeMs === undefined ? 0 : notBeforeMs - Date.now()));
  assert.deepEqual(waits, [0, 60_000]);
});
