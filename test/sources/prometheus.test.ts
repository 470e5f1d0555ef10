import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { RecordedQuery } from '../../src/demo/recording.ts';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { stepRanges } from '../../src/sources/prometheus/range.ts';
import { sourceTypes } from '../../src/sources/registry.ts';
import { times } from '../helpers/times.ts';
import { collect, documentOf, fakeClock, pagesOf } from './collecting.ts';
import { anchorMs, hourMs, recording } from './recording.ts';

const lastHour = { fromMs: anchorMs - hourMs, toMs: anchorMs };

async function run(
  t: TestContext,
  answers: readonly RecordedQuery[],
  settings: { queries: Record<string, string>; stepSeconds?: number; bearerToken?: string },
  window = lastHour,
) {
  const clock = fakeClock(anchorMs);
  const server = await startFixtureServer(recording({ prometheus: { answers } }), { nowMs: clock.nowMs });
  t.after(() => server.close());
  const collected = await collect(
    'prometheus',
    { url: server.url, ...settings },
    { url: server.url, window, clock },
  );
  return { collected, requests: server.requests, url: server.url };
}

/** A server that gives one answer to everything. */
async function answering(t: TestContext, status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const series = (expr: string, valueAt: (atMs: number) => number | null, labels = {}): RecordedQuery => ({
  expr,
  series: [{ labels, valueAt }],
});
const whys = ({ gaps }: { gaps: readonly { why: string }[] }): string =>
  gaps.map(({ why }) => why).join('\n');
type Values = { data: { result: { values: [number, string][] }[] } };

test('pages are the bytes of the wire', async (t) => {
  const { collected, url } = await run(t, [series('up', () => 1, { job: 'api' })], {
    queries: { availability: 'up' },
    stepSeconds: 60,
  });
  const [page] = pagesOf(collected, 'query/availability');
  assert.ok(page);
  const { start, end } = page.query as { start: string; end: string };
  const direct = await fetch(`${url}/api/v1/query_range?query=up&start=${start}&end=${end}&step=60`);
  assert.equal(page.fidelity, 'wire');
  assert.equal(Buffer.from(page.bytes).toString(), await direct.text());
});

test('the last step lies before the end of the window, and the baseline ends where the window begins', async (t) => {
  const { collected } = await run(t, [series('up', () => 1)], {
    queries: { availability: 'up' },
    stepSeconds: 60,
  });
  const span = (item: string) => {
    const values = (documentOf(collected, item) as Values).data.result[0]?.values ?? [];
    return [values.at(0)?.[0], values.at(-1)?.[0], values.length];
  };
  const from = lastHour.fromMs / 1_000;
  assert.deepEqual(span('query/availability'), [from, anchorMs / 1_000 - 60, 60]);
  assert.deepEqual(span('baseline/availability'), [from - 3 * 3_600, from - 60, 180]);
});

test('the item says name, expression, step, start and end', async (t) => {
  const { collected, url } = await run(t, [series('up', () => 1)], { queries: { availability: 'up' } });
  assert.deepEqual(pagesOf(collected, 'query/availability')[0]?.query, {
    url,
    name: 'availability',
    expr: 'up',
    stepSeconds: 15,
    start: '2026-01-27T11:00:00.000Z',
    end: '2026-01-27T11:59:45.000Z',
  });
});

test('a series that a window cannot hold in one request is cut into several', async (t) => {
  const fourHours = { fromMs: anchorMs - 4 * hourMs, toMs: anchorMs };
  const { collected, requests } = await run(
    t,
    [series('up', () => 1)],
    { queries: { availability: 'up' }, stepSeconds: 1 },
    fourHours,
  );
  assert.equal(collected.error, null);
  assert.equal(pagesOf(collected, 'query/availability').length, 2);
  assert.equal(pagesOf(collected, 'baseline/availability').length, 4);
  for (const { input } of requests) {
    const { start, end } = input as { start: string; end: string };
    assert.ok(Number(end) - Number(start) + 1 <= 11_000);
  }
});

test('parts of a cut window have every step once', () => {
  const arbitrary = fc.record({
    fromMs: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    lengthMs: fc.integer({ min: 0, max: 100_000_000 }),
    stepMs: fc.integer({ min: 1_000, max: 600_000 }),
  });
  fc.assert(
    fc.property(arbitrary, ({ fromMs, lengthMs, stepMs }) => {
      const toMs = fromMs + lengthMs;
      const steps = stepRanges({ fromMs, toMs }, stepMs).flatMap(({ startMs, endMs }) => {
        const points = (endMs - startMs) / stepMs + 1;
        assert.ok(Number.isInteger(points) && points >= 1 && points <= 11_000);
        return Array.from({ length: points }, (_, index) => startMs + index * stepMs);
      });
      const expected: number[] = [];
      for (let atMs = fromMs; atMs < toMs; atMs += stepMs) expected.push(atMs);
      assert.deepEqual(steps, expected);
    }),
    { numRuns: times(50) },
  );
});

test('an unknown metric is no data, which is not zero', async (t) => {
  const { collected } = await run(t, [], { queries: { auth_failures: 'auth_failures_total' } });
  assert.equal(collected.error, null);
  assert.equal(whys(collected), 'query/auth_failures, baseline/auth_failures: no data, which is not zero');
});

test('alerts that did not fire are no gap', async (t) => {
  const { collected } = await run(t, [], { queries: { alerts: 'ALERTS{alertstate="firing"}' } });
  assert.deepEqual(collected.gaps, []);
});

test('a hole in several series is one gap with its span; a late scrape and the ends are none', async (t) => {
  const startMs = anchorMs - 40 * 60_000;
  const scraped = (atMs: number) => {
    const minute = (atMs - startMs) / 60_000;
    return minute < 0 || minute >= 30 || (minute >= 10 && minute < 14) || minute === 20 ? null : 1;
  };
  const { collected } = await run(t, [series('up', scraped), series('down', scraped)], {
    queries: { availability: 'up', error_ratio: 'down' },
    stepSeconds: 60,
  });
  const gap = collected.gaps.find(({ why }) => why.includes('without a point'));
  assert.deepEqual(gap?.window, { from: '2026-01-27T11:30:00.000Z', to: '2026-01-27T11:34:00.000Z' });
  assert.match(gap.why, /^query\/availability, query\/error_ratio: 4 steps without a point/);
  assert.equal(collected.gaps.filter(({ why }) => why.includes('without a point')).length, 1);
});

test('holes in the series of alerts are what they say', async (t) => {
  const firing = (atMs: number) => (Math.floor(atMs / 600_000) % 2 === 0 ? 1 : null);
  const labels = { __name__: 'ALERTS', alertname: 'Burn', alertstate: 'firing' };
  const { collected } = await run(t, [series('ALERTS', firing, labels)], {
    queries: { alerts: 'ALERTS' },
    stepSeconds: 60,
  });
  assert.deepEqual(collected.gaps, []);
});

test('a query that Prometheus refuses is kept with its reason, and the others are read', async (t) => {
  const { collected } = await run(t, [series('up', () => 1)], {
    queries: { availability: 'up', latency_p95: 'histogram_quantile(0.95' },
  });
  assert.equal(collected.error, null);
  const [page] = pagesOf(collected, 'query/latency_p95');
  assert.equal(page?.coverage.state, 'failed');
  assert.match(Buffer.from(page.bytes).toString(), /"errorType":"bad_data".*unclosed left parenthesis/);
  assert.match(whys(collected), /query\/latency_p95: .*bad_data: .*unclosed left parenthesis/);
  assert.equal(pagesOf(collected, 'query/availability')[0]?.coverage.state, 'complete');
});

test('warnings in an answer become gaps', async (t) => {
  const body = JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: {}, values: [[1, 'NaN']] }] },
    warnings: ['one of two stores did not answer'],
    infos: ['metric might not be a counter'],
  });
  const url = await answering(t, 200, body);
  const collected = await collect(
    'prometheus',
    { url, queries: { availability: 'up' } },
    { url, window: lastHour, clock: fakeClock(anchorMs) },
  );
  assert.match(
    whys(collected),
    /query\/availability, baseline\/availability: Prometheus warns: one of two stores did not answer/,
  );
  assert.doesNotMatch(whys(collected), /counter/);
});

test('an execution error is not tried again', async (t) => {
  const url = await answering(t, 422, '{"status":"error","errorType":"execution","error":"many-to-many"}');
  const clock = fakeClock(anchorMs);
  const collected = await collect(
    'prometheus',
    { url, queries: { a: 'up' } },
    { url, window: lastHour, clock },
  );
  assert.match(String(collected.error), /execution: many-to-many/);
  assert.equal(clock.nowMs(), anchorMs);
});

test('a long expression is sent as a form', async (t) => {
  const expr = `sum(${Array.from({ length: 300 }, (_, index) => `metric_${index}`).join(' + ')})`;
  const { collected } = await run(t, [series(expr, () => 1)], { queries: { availability: expr } });
  assert.deepEqual(collected.gaps, []);
});

test('the bearer token is sent and stands nowhere else', async (t) => {
  let authorization: string | undefined;
  const server = createServer((request, response) => {
    ({ authorization } = request.headers);
    response.writeHead(401).end('no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = { url, queries: { availability: 'up' }, bearerToken: 'open-sesame' };
  const collected = await collect('prometheus', settings, {
    url,
    window: lastHour,
    clock: fakeClock(anchorMs),
  });
  assert.equal(authorization, 'Bearer open-sesame');
  const shown = JSON.stringify([collected.gaps, collected.pages, String(collected.error)]);
  assert.doesNotMatch(shown, /open-sesame/);
});

test('credentials in the URL are refused, because the URL is stored', () => {
  const parsed = sourceTypes.get('prometheus')?.safeParse({
    url: 'http://user:secret@prometheus:9090',
    queries: { availability: 'up' },
  });
  assert.match(String(parsed?.error?.issues[0]?.message), /bearerToken/);
});
