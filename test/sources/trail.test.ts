import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Recording } from '../../src/demo/recording.ts';
import type { FixtureOptions, ServedCall } from '../../src/demo/server/options.ts';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { collect, fakeClock, pagesOf, recordsOf } from './collecting.ts';
import { anchorMs, hourMs, recording, region, trailRecord } from './recording.ts';

const dayMs = 24 * hourMs;
const lastHour = { fromMs: anchorMs - hourMs, toMs: anchorMs };

async function run(
  t: TestContext,
  records: Recording['trail']['records'],
  {
    window = lastHour,
    nowMs = anchorMs + hourMs,
    settings = { region },
    ...options
  }: Omit<FixtureOptions, 'nowMs'> & {
    window?: typeof lastHour;
    nowMs?: number;
    settings?: { region: string; lookups?: readonly string[] };
  } = {},
) {
  const clock = fakeClock(nowMs);
  const server = await startFixtureServer(recording({ trail: { region: settings.region, records } }), {
    nowMs: clock.nowMs,
    ...options,
  });
  t.after(() => server.close());
  const collected = await collect('aws.cloudtrail', settings, { url: server.url, window, clock });
  const inputs = server.requests.map(({ input }) => input as Record<string, unknown>);
  return { collected, inputs, clock };
}

const rotations = (count: number) =>
  Array.from({ length: count }, (_, index) => trailRecord('RotateSecret', lastHour.fromMs + index * 1_000));

test('each lookup is an item of its own, because a call takes one attribute', async (t) => {
  const records = [
    trailRecord('RotateSecret', anchorMs - 5_000),
    trailRecord('ConsoleLogin', anchorMs - 4_000, { eventSource: 'signin.amazonaws.com' }),
    trailRecord('UpdateWebACL', anchorMs - 3_000, { eventSource: 'wafv2.amazonaws.com' }),
    trailRecord('Decrypt', anchorMs - 2_000, { eventSource: 'kms.amazonaws.com', readOnly: true }),
  ];
  const { collected, inputs } = await run(t, records);
  assert.ok(inputs.every(({ LookupAttributes }) => (LookupAttributes as unknown[]).length === 1));
  const found = (item: string) => recordsOf(collected, item).map(({ eventName }) => eventName);
  assert.deepEqual(found('lookup/EventSource=secretsmanager.amazonaws.com'), ['RotateSecret']);
  assert.deepEqual(found('lookup/EventName=ConsoleLogin'), ['ConsoleLogin']);
  assert.deepEqual(found('lookup/EventSource=wafv2.amazonaws.com'), ['UpdateWebACL']);
  assert.equal(pagesOf(collected, 'lookup/EventName=RotateKey')[0]?.coverage.state, 'complete');
  assert.equal(collected.pages.length, 6);
});

test('records are read from the JSON string of each event, 50 a page, newest first', async (t) => {
  const { collected, inputs } = await run(t, rotations(120), {
    settings: { region, lookups: ['EventName=RotateSecret'] },
  });
  const times = recordsOf(collected, 'lookup/EventName=RotateSecret').map(({ eventTime }) =>
    String(eventTime),
  );
  assert.equal(times.length, 120);
  assert.deepEqual(times, times.toSorted().reverse());
  assert.deepEqual(
    inputs.map(({ MaxResults, NextToken }) => [MaxResults, NextToken !== undefined]),
    [
      [50, false],
      [50, true],
      [50, true],
    ],
  );
});

test('calls are paced to two a second, so that none is throttled', async (t) => {
  const { inputs, clock } = await run(t, rotations(300), {
    settings: { region, lookups: ['EventName=RotateSecret'] },
  });
  assert.equal(inputs.length, 6);
  assert.ok(clock.nowMs() - (anchorMs + hourMs) >= 5 * 500);
});

test('the window is asked with both ends inside', async (t) => {
  const records = [lastHour.fromMs - 1_000, lastHour.fromMs, lastHour.toMs - 1_000, lastHour.toMs].map(
    (atMs) => trailRecord('RotateSecret', atMs),
  );
  const { collected } = await run(t, records, { settings: { region, lookups: ['EventName=RotateSecret'] } });
  assert.equal(recordsOf(collected, 'lookup/EventName=RotateSecret').length, 2);
});

test('a window that begins before the 90 days is narrowed, and the rest is a gap', async (t) => {
  const nowMs = anchorMs + 89 * dayMs;
  const window = { fromMs: anchorMs - 3 * dayMs, toMs: anchorMs };
  const { collected } = await run(t, rotations(3), { window, nowMs });
  const coverage = pagesOf(collected, 'lookup/EventSource=secretsmanager.amazonaws.com')[0]?.coverage;
  assert.ok(coverage?.state === 'narrowed');
  assert.equal(coverage.asked.from, new Date(window.fromMs).toISOString());
  assert.ok(Date.parse(coverage.answered.from) >= anchorMs - dayMs);
  const gap = collected.gaps.find(({ why }) => why.includes('90 days'));
  assert.equal(gap?.window.from, coverage.asked.from);
});

test('a window that is older than 90 days is a gap, and nothing is asked', async (t) => {
  const { collected, inputs } = await run(t, rotations(3), { nowMs: anchorMs + 91 * dayMs });
  assert.equal(inputs.length, 0);
  assert.equal(collected.error, null);
  assert.ok(collected.gaps.some(({ why }) => why.includes('90 days')));
});

test('events of global services are known to be elsewhere when another Region is asked', async (t) => {
  const { collected } = await run(t, [], { settings: { region: 'eu-west-1' } });
  const gap = collected.gaps.find(({ why }) => why.includes('us-east-1'));
  assert.match(gap?.why ?? '', /ConsoleLogin, EventSource=iam.amazonaws.com/);
});

test('a lookup that stays throttled is a gap, and the others are read', async (t) => {
  const fault = ({ input }: ServedCall) =>
    JSON.stringify(input).includes('iam.amazonaws.com') ? 'throttle' : null;
  const { collected } = await run(t, rotations(3), { fault });
  assert.equal(collected.error, null);
  assert.equal(recordsOf(collected, 'lookup/EventSource=secretsmanager.amazonaws.com').length, 3);
  assert.ok(collected.gaps.some(({ why }) => why.startsWith('lookup/EventSource=iam.amazonaws.com: ')));
});
