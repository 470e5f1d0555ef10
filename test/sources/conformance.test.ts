import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import type { FixtureOptions, ServedCall } from '../../src/demo/server/options.ts';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { shopToken } from '../../src/demo/server/shop.ts';
import { openSource } from '../../src/sources/registry.ts';
import { type Collected, collect, fakeClock, pagesOf } from './collecting.ts';
import {
  anchorMs,
  blocks,
  hourMs,
  logGroup,
  recording,
  region,
  trailRecord,
  webAclArn,
} from './recording.ts';

/** An hour later, when nothing is still on its way. */
const laterMs = anchorMs + hourMs;

/** What every source must do, whatever system it reads. `calls`: how often a call is made before it is given up. */
const subjects = [
  {
    type: 'aws.waf',
    settings: () => ({ region, webAcl: webAclArn, logGroup }),
    item: 'logs',
    operation: 'FilterLogEvents',
    deniedMend: /allow logs:FilterLogEvents on aws-waf-logs-shop/,
    pages: 3,
    calls: 5,
  },
  {
    type: 'aws.cloudtrail',
    settings: () => ({ region, lookups: ['EventName=RotateSecret'] }),
    item: 'lookup/EventName=RotateSecret',
    operation: 'LookupEvents',
    deniedMend: /allow cloudtrail:LookupEvents on us-east-1/,
    pages: 3,
    calls: 5,
  },
  {
    type: 'prometheus',
    settings: (url: string) => ({ url, queries: { availability: 'up' }, stepSeconds: 1 }),
    item: 'baseline/availability',
    operation: 'query_range',
    deniedMend: /bearerToken/,
    pages: 1,
    calls: 5,
  },
  {
    type: 'probe',
    settings: (url: string) => ({
      name: 'search',
      url,
      path: '/api/v1/search?q=lamp',
      token: shopToken(laterMs),
    }),
    item: 'probes/search',
    operation: 'search',
    // Whatever a target answers is the evidence that was asked for; a refusal is not one of us.
    deniedMend: null,
    pages: 8,
    calls: 2,
  },
];

const recorded = recording({
  waf: { records: blocks(45, 1_000) },
  trail: {
    records: Array.from({ length: 120 }, (_, index) =>
      trailRecord('RotateSecret', anchorMs - hourMs + index * 1_000),
    ),
  },
  prometheus: { answers: [{ expr: 'up', series: [{ labels: { job: 'api' }, valueAt: () => 1 }] }] },
});

const window = { fromMs: anchorMs - hourMs, toMs: anchorMs };

for (const subject of subjects) {
  const run = async (
    t: TestContext,
    options: FixtureOptions = {},
    changes: { window?: typeof window; signal?: AbortSignal } = {},
  ) => {
    const clock = fakeClock(laterMs);
    const server = await startFixtureServer(recorded, {
      nowMs: clock.nowMs,
      logPageEventsMax: 20,
      ...options,
    });
    t.after(() => server.close());
    const settings = subject.settings(server.url);
    const collected = await collect(subject.type, settings, { url: server.url, window, clock, ...changes });
    return { collected, server, clock };
  };
  const only = (fault: 'deny' | 'throttle' | 'fail' | 'drop' | 'hang' | 'garbage') => (call: ServedCall) =>
    call.operation === subject.operation ? fault : null;
  const codeOf = ({ error }: Collected): unknown =>
    error instanceof Error && 'code' in error ? error.code : error;

  suite(subject.type, () => {
    test('declares how late it delivers, and the page that says so', () => {
      const { deliveryDelayMs, page } = openSource(
        subject.type,
        subject.settings('http://localhost'),
      ).delivery;
      assert.equal((deliveryDelayMs ?? 0) > 0, page !== null);
      if (page !== null) assert.match(page, /^https:/);
    });

    test('streams the pages of an item, and the last one says that it is complete', async (t) => {
      const { collected } = await run(t);
      assert.equal(collected.error, null);
      const pages = pagesOf(collected, subject.item);
      assert.equal(pages.length, subject.pages);
      assert.deepEqual(
        pages.map(({ coverage }) => coverage.state),
        [...Array<string>(subject.pages - 1).fill('truncated'), 'complete'],
      );
    });

    test('tells when it retrieved a page and how far the clocks are apart', async (t) => {
      const aheadMs = 42_000;
      const clock = fakeClock(laterMs);
      const server = await startFixtureServer(recorded, { nowMs: () => clock.nowMs() + aheadMs });
      t.after(() => server.close());
      const collected = await collect(subject.type, subject.settings(server.url), {
        url: server.url,
        window,
        clock,
      });
      const [page] = pagesOf(collected, subject.item);
      assert.equal(page?.clockOffsetMs, aheadMs);
      assert.ok(page.retrievedAtMs >= laterMs && page.retrievedAtMs <= clock.nowMs());
    });

    test('keeps secrets out of the query and repeats it on every page', async (t) => {
      const { collected } = await run(t);
      const queries = new Set(pagesOf(collected, subject.item).map(({ query }) => JSON.stringify(query)));
      assert.equal(queries.size, 1);
      assert.doesNotMatch([...queries].join(), /AKID|no-secret|nextToken|eyJ/i);
    });

    test('a window in which nothing happened is read and complete', async (t) => {
      const quiet = { fromMs: anchorMs - 2 * hourMs, toMs: anchorMs - hourMs - 1_000 };
      const { collected } = await run(t, {}, { window: quiet });
      assert.equal(collected.error, null);
      assert.equal(pagesOf(collected, subject.item).at(-1)?.coverage.state, 'complete');
    });

    if (subject.deniedMend === null) {
      for (const fault of ['deny', 'throttle', 'fail', 'garbage'] as const) {
        test(`an answer of whatever kind is kept, and not asked for again: ${fault}`, async (t) => {
          const { collected, server } = await run(t, { fault: only(fault) });
          assert.equal(collected.error, null);
          assert.equal(pagesOf(collected, subject.item).at(-1)?.coverage.state, 'complete');
          assert.equal(server.requests.length, subject.pages);
        });
      }
    } else {
      const { deniedMend } = subject;
      test('denied access is told with the permission that mends it', async (t) => {
        const { collected } = await run(t, { fault: only('deny') });
        assert.equal(codeOf(collected), 'SOURCE_DENIED');
        const gap = collected.gaps.find(({ why }) => why.startsWith(subject.item));
        assert.match(gap?.mend ?? '', deniedMend);
        const [page] = pagesOf(collected, subject.item);
        assert.equal(page?.coverage.state, 'denied');
      });

      test('a throttled call is repeated until it succeeds', async (t) => {
        const throttleTwice = (call: ServedCall) =>
          call.operation === subject.operation && call.count <= 2 ? 'throttle' : null;
        const { collected } = await run(t, { fault: throttleTwice });
        assert.equal(collected.error, null);
        assert.equal(pagesOf(collected, subject.item).at(-1)?.coverage.state, 'complete');
      });

      test('calls that stay throttled are given up, and told', async (t) => {
        const { collected, server } = await run(t, { fault: only('throttle') });
        assert.equal(codeOf(collected), 'SOURCE_THROTTLED');
        assert.ok(collected.gaps.some(({ why }) => why.startsWith(subject.item)));
        const calls = server.requests.filter(({ operation }) => operation === subject.operation);
        assert.ok(calls.length >= 5 && calls.length <= 10, `${calls.length} calls`);
      });

      test('a service in trouble is asked again, then given up', async (t) => {
        const { collected } = await run(t, { fault: only('fail') });
        assert.equal(codeOf(collected), 'SOURCE_FAILED');
      });

      test('an answer that is not of the protocol is a failure, not an empty result', async (t) => {
        const { collected } = await run(t, { fault: only('garbage') });
        assert.equal(codeOf(collected), 'SOURCE_FAILED');
        const [page] = pagesOf(collected, subject.item);
        assert.equal(page?.coverage.state, 'failed');
      });
    }

    test('a connection that breaks once does not lose the item', async (t) => {
      const dropOnce = (call: ServedCall) =>
        call.operation === subject.operation && call.count === 1 ? 'drop' : null;
      const { collected } = await run(t, { fault: dropOnce });
      assert.equal(collected.error, null);
      assert.equal(pagesOf(collected, subject.item).at(-1)?.coverage.state, 'complete');
    });

    test('a dead server is unreachable, and nothing more is asked of it', async (t) => {
      const { collected, server } = await run(t, { fault: () => 'drop' });
      assert.equal(codeOf(collected), 'SOURCE_UNREACHABLE');
      assert.equal(server.requests.length, subject.calls);
      assert.equal(collected.pages.length, 0);
    });

    test('stops at once when the collection is stopped, also in the middle of a call', async (t) => {
      const stop = new AbortController();
      const reason = new Error('stopped by the operator');
      const stopThenHang = (call: ServedCall) => {
        if (call.operation !== subject.operation) return null;
        setImmediate(() => stop.abort(reason));
        return 'hang';
      };
      const { collected } = await run(t, { fault: stopThenHang }, { signal: stop.signal });
      assert.equal(collected.error, reason);
    });

    test('a source that was stopped before it began asks nothing', async (t) => {
      const { collected, server } = await run(t, {}, { signal: AbortSignal.abort(new Error('too late')) });
      assert.match(String(collected.error), /too late/);
      assert.equal(server.requests.length, 0);
    });
  });
}
