import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRecord, fixture, observed, outcomesOf } from './observing.ts';

const query = { name: 'alerts', expr: 'ALERTS', stepSeconds: 60, start: 1_769_508_000, end: 1_769_509_200 };
const whole = fixture('prometheus.query', 'alerts.json');

const alerts = (pages: readonly Uint8Array[], asked: Readonly<Record<string, unknown>> = query) =>
  observed('prometheus.query', pages, asked).observations.map(({ kind, at, attributes }) => [
    attributes['alert.name'],
    kind,
    at.slice(11, 16),
  ]);

test('a series is one observation, its values as the source spells them, its gaps left open', () => {
  const [series] = byRecord('prometheus.query', 'matrix.json')[0] ?? [];
  assert.equal(series?.kind, 'sli.sample');
  assert.deepEqual(series?.points, [
    ['2026-01-27T10:00:00.000Z', 1],
    ['2026-01-27T10:01:00.000Z', 'NaN'],
    ['2026-01-27T10:03:00.500Z', '+Inf'],
    ['2026-01-27T10:04:00.000Z', '-Inf'],
    ['2026-01-27T10:05:00.000Z', 1.5e-5],
  ]);
  assert.deepEqual([series?.at, series?.until], ['2026-01-27T10:00:00.000Z', '2026-01-27T10:05:00.000Z']);
  assert.equal(series?.clock, 'evaluation');
  assert.deepEqual(series?.attributes['prometheus.warnings'], ['PromQL warning: a store did not answer']);
  assert.equal(Object.hasOwn(series?.series ?? {}, '__proto__'), true);
});

test('what was asked names the series; without a query nothing is invented', () => {
  const page = fixture('prometheus.query', 'vector.json');
  const [named] = observed('prometheus.query', [page], { name: 'availability', expr: 'up' }).observations;
  assert.equal(named?.attributes['sli.name'], 'availability');
  assert.equal(named?.attributes['prometheus.expr'], 'up');
  const [unnamed] = observed('prometheus.query', [page]).observations;
  assert.equal('sli.name' in (unnamed?.attributes ?? {}), false);
});

test('an empty series is silent, a series without labels or with odd points is rejected', () => {
  const { tally } = observed('prometheus.query', [fixture('prometheus.query', 'matrix.json')]);
  assert.deepEqual([tally.observed, tally.silent, tally.rejected], [1, 1, 2]);
});

test('an unknown metric is an answer without a series, not a zero', () => {
  assert.equal(observed('prometheus.query', [fixture('prometheus.query', 'empty.json')]).tally.records, 0);
});

test('an error answer is one rejected record in the words of Prometheus, shortened', () => {
  const { tally } = observed('prometheus.query', [fixture('prometheus.query', 'error.json')]);
  assert.equal(tally.records, 1);
  assert.match(tally.rejects[0]?.why ?? '', /^error answer: bad_data: parse error: x+…$/);
});

test('an answer whose result is no list is rejected, not taken for no data', () => {
  const reply = { status: 'success', data: { resultType: 'matrix', result: {} } };
  const { tally } = observed('prometheus.query', [Buffer.from(JSON.stringify(reply))]);
  assert.deepEqual(tally.rejects, [{ record: 0, why: 'result is not a list' }]);
});

test('a scalar is one sample, a string is silent', () => {
  const [scalar] = byRecord('prometheus.query', 'scalar.json');
  assert.deepEqual(scalar?.[0]?.points, [['2026-01-27T10:00:00.000Z', 0.5]]);
  assert.deepEqual(byRecord('prometheus.query', 'string.json'), [[]]);
});

test('an alert fires at its first sample and is resolved a step after its last, again after a gap', () => {
  assert.deepEqual(alerts([whole]), [
    ['Burn', 'alert.fired', '10:02'],
    ['Burn', 'alert.resolved', '10:05'],
    ['Burn', 'alert.fired', '10:09'],
    ['Burn', 'alert.resolved', '10:11'],
    ['Still', 'alert.fired', '10:00'],
  ]);
});

test('an alert in the first evaluation is seen firing, since before; one that an evaluation without it precedes fired', () => {
  const since = (start: string | undefined) =>
    observed(
      'prometheus.query',
      [whole],
      start === undefined ? {} : { ...query, start },
    ).observations.flatMap(({ kind, at, summary, attributes }) =>
      kind === 'alert.fired' ? [[summary, at.slice(11, 16), attributes['alert.since']]] : [],
    );
  assert.deepEqual(since('2026-01-27T10:00:00.000Z'), [
    ['Burn fired', '10:02', undefined],
    ['Burn fired', '10:09', undefined],
    ['Still seen firing', '10:00', 'before'],
  ]);
  assert.deepEqual(since(undefined)[0], ['Burn seen firing', '10:02', 'before'], 'no start is known');
});

test('without the end of the evaluation nothing is known about the last resolution', () => {
  const resolved = alerts([whole], {}).filter(([, kind]) => kind === 'alert.resolved');
  assert.deepEqual(resolved, [['Burn', 'alert.resolved', '10:05']]);
});

test('the end may be given as seconds or as ISO 8601', () => {
  for (const end of ['2026-01-27T10:20:00.000Z', '1769509200', 1_769_509_200]) {
    assert.equal(alerts([whole], { ...query, end }).length, 5);
  }
});

test('an alert that goes on in the next page neither ends nor begins at the cut', () => {
  const page = (from: number, to: number) =>
    Buffer.from(
      JSON.stringify({
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            {
              metric: { __name__: 'ALERTS', alertname: 'Burn', alertstate: 'firing' },
              values: Array.from({ length: to - from }, (_, index) => [
                1_769_508_000 + (from + index) * 60,
                '1',
              ]),
            },
          ],
        },
      }),
    );
  assert.deepEqual(alerts([page(1, 5), page(5, 8)]), [
    ['Burn', 'alert.fired', '10:01'],
    ['Burn', 'alert.resolved', '10:08'],
  ]);
});

test('labels of an alert are its attributes and its fingerprint, pending is routine', () => {
  const outcomes = outcomesOf('prometheus.query', [whole], query);
  assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ['observed', 'routine', 'observed'],
  );
  const [first] = byRecord('prometheus.query', 'alerts.json')[0] ?? [];
  assert.equal(first?.attributes['alert.label.severity'], 'page');
  assert.match(String(first?.attributes['alert.fingerprint']), /^[0-9a-f]{16}$/);
  assert.equal('alert.label.alertstate' in (first?.attributes ?? {}), false);
});
