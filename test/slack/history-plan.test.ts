import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryStep } from '../../src/incident/capture/history.ts';
import { historyPage } from '../../src/slack/history/page.ts';
import { nextRequest, paceAfter } from '../../src/slack/history/plan.ts';

const step = (
  thread: string | null,
  nextCursor: string | null,
  threads: readonly string[] = [],
): HistoryStep => ({ thread, nextCursor, threads: [...threads] });

test('the channel is read to its end, then each thread once, page by page', () => {
  const steps: HistoryStep[] = [];
  const replies: HistoryStep[] = [
    step(null, 'a', ['2']),
    step(null, null, ['1']),
    step('2', 'b'),
    step('2', null),
    step('1', null),
  ];
  const asked: unknown[] = [];
  for (const reply of replies) {
    asked.push(nextRequest(steps));
    steps.push(reply);
  }
  assert.deepEqual(asked, [
    { thread: null, cursor: null },
    { thread: null, cursor: 'a' },
    { thread: '2', cursor: null },
    { thread: '2', cursor: 'b' },
    { thread: '1', cursor: null },
  ]);
  assert.equal(nextRequest(steps), null);
});

test('a reply that is cut at 15 shows the slow tier, whose pace is one request a minute from then on', () => {
  assert.equal(paceAfter(0, { messages: 200, isCut: true }), 0);
  assert.equal(paceAfter(0, { messages: 15, isCut: false }), 0);
  const slow = paceAfter(0, { messages: 15, isCut: true });
  assert.equal(slow, 60_000);
  assert.equal(paceAfter(slow, { messages: 3, isCut: false }), slow);
});

test('a kept page has no names of people and no addresses of files, and a thread’s first message once', () => {
  const root = { ts: '1.000001', thread_ts: '1.000001', reply_count: 1, user: 'U1', text: 'a' };
  const profile = { real_name: 'Jane Roe', display_name: 'jane' };
  const reply = {
    ok: true,
    messages: [
      root,
      {
        ts: '2.000001',
        thread_ts: '1.000001',
        user: 'U2',
        text: 'b',
        user_profile: profile,
        files: [
          { id: 'F1', name: 'x.png', thumb_64: 'https://x', permalink_public: 'https://slack-files/x' },
        ],
      },
    ],
    has_more: false,
  };
  const channel = historyPage(reply, null);
  assert.deepEqual(channel.threads, ['1.000001']);
  const thread = historyPage(reply, '1.000001');
  assert.deepEqual(JSON.parse(Buffer.from(thread.bytes).toString()), {
    messages: [
      {
        ts: '2.000001',
        thread_ts: '1.000001',
        user: 'U2',
        text: 'b',
        files: [{ id: 'F1', name: 'x.png' }],
      },
    ],
    has_more: false,
  });
});
