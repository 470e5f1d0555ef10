import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { anchorMs, recording } from '../sources/recording.ts';

const end = anchorMs / 1_000;
const recorded = recording({
  prometheus: {
    answers: [
      {
        expr: 'weird_value',
        series: [
          { labels: { kind: 'inf' }, valueAt: () => Number.POSITIVE_INFINITY },
          { labels: { kind: 'nan' }, valueAt: () => Number.NaN },
          { labels: { kind: 'gone' }, valueAt: () => null },
        ],
      },
    ],
  },
});

async function start(t: TestContext) {
  const server = await startFixtureServer(recorded, { nowMs: () => anchorMs });
  t.after(() => server.close());
  return async (path: string, parameters: Record<string, string | number> = {}, method = 'GET') => {
    const form = new URLSearchParams();
    for (const [key, value] of Object.entries(parameters)) form.set(key, String(value));
    const response =
      method === 'GET'
        ? await fetch(`${server.url}${path}?${form}`)
        : await fetch(`${server.url}${path}`, { method, body: form });
    const text = await response.text();
    return { status: response.status, text, json: () => JSON.parse(text) as Record<string, unknown> };
  };
}

const range = (changes: Record<string, string | number> = {}) => ({
  query: 'weird_value',
  start: end - 60,
  end,
  step: 30,
  ...changes,
});

test('a range query evaluates both ends, and values are strings', async (t) => {
  const get = await start(t);
  assert.deepEqual((await get('/api/v1/query_range', range())).json(), {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: ['+Inf', 'NaN'].map((value, index) => ({
        metric: { kind: ['inf', 'nan'][index] },
        values: [end - 60, end - 30, end].map((at) => [at, value]),
      })),
    },
  });
});

test('a form and a URL get the same answer', async (t) => {
  const get = await start(t);
  assert.equal(
    (await get('/api/v1/query_range', range(), 'POST')).text,
    (await get('/api/v1/query_range', range())).text,
  );
});

test('an unknown metric is success, and empty', async (t) => {
  const get = await start(t);
  const { status, json } = await get('/api/v1/query_range', range({ query: 'no_such_metric' }));
  assert.deepEqual(
    [status, json()],
    [200, { status: 'success', data: { resultType: 'matrix', result: [] } }],
  );
});

/** The words of Prometheus 2.42. */
const refusals: readonly [string, Record<string, string | number>, string][] = [
  [
    'a step of zero',
    { step: 0 },
    'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
  ],
  [
    'an end before the start',
    { end: end - 120 },
    'invalid parameter "end": end timestamp must not be before start time',
  ],
  [
    'more than 11,000 points',
    { start: end - 11_001, step: 1 },
    'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
  ],
  ['an unclosed parenthesis', { query: 'sum(rate(' }, '1:10: parse error: unclosed left parenthesis'],
  [
    'a time that is none',
    { start: 'noon' },
    'invalid parameter "start": cannot parse "noon" to a valid timestamp',
  ],
];
for (const [what, changes, error] of refusals) {
  test(`${what} is refused in Prometheus’ words`, async (t) => {
    const get = await start(t);
    const { status, json } = await get('/api/v1/query_range', range(changes));
    assert.deepEqual([status, json()], [400, { status: 'error', errorType: 'bad_data', error }]);
  });
}

test('eleven thousand points are answered', async (t) => {
  const get = await start(t);
  const { status } = await get('/api/v1/query_range', range({ start: end - 10_999, step: 1 }));
  assert.equal(status, 200);
});

test('the instant query, the build and readiness answer in their shapes', async (t) => {
  const get = await start(t);
  const { data } = (await get('/api/v1/query', { query: 'weird_value', time: end })).json() as {
    data: { resultType: string; result: unknown[] };
  };
  assert.deepEqual(
    [data.resultType, data.result[0]],
    ['vector', { metric: { kind: 'inf' }, value: [end, '+Inf'] }],
  );
  const build = (await get('/api/v1/status/buildinfo')).json();
  assert.equal((build['data'] as { version: string }).version, '2.42.0');
  assert.equal((await get('/-/ready')).status, 200);
  assert.equal((await get('/api/v1/nothing')).status, 404);
});
