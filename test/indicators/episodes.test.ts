import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { episodesOf, silencesOf } from '../../src/indicators/episodes.ts';
import { indicatorOf } from '../../src/indicators/indicator.ts';
import { times } from '../helpers/times.ts';

const MINUTE_MS = 60_000;
const window = { fromMs: 0, toMs: 300 * MINUTE_MS };

const indicator = (name: string, valueAt: (minute: number) => number | null) =>
  indicatorOf({
    name,
    labels: {},
    evidence: ['E-0001'],
    points: Array.from({ length: 600 }, (_, index) => index - 300).flatMap((minute) => {
      const value = valueAt(minute);
      return value === null ? [] : [{ atMs: minute * MINUTE_MS, value }];
    }),
  });
const minuteIn = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso) / MINUTE_MS);
const spans = (one: ReturnType<typeof indicator>) =>
  episodesOf(one, window, 0, undefined).map(({ from, to, worst }) => [minuteIn(from), minuteIn(to), worst]);

test('a series of whatever name takes part, with its own name, from and to', () => {
  for (const name of ['availability', 'goodness_of_carts', 'zzz']) {
    const one = indicator(name, (minute) => (minute >= 100 && minute < 120 ? 0.5 : 0.9999));
    assert.deepEqual(spans(one), [[100, 119, 0.5]], name);
  }
});

test('an episode at the end of what was collected is open', () => {
  assert.deepEqual(spans(indicator('error_ratio', (minute) => (minute >= 250 ? 0.2 : 0))), [
    [250, null, 0.2],
  ]);
});

test('single points out of the band are none, two episodes are two', () => {
  assert.deepEqual(spans(indicator('latency_p95', (minute) => (minute === 50 ? 4 : 0.1))), []);
  const twice = indicator('latency_p95', (minute) =>
    (minute >= 50 && minute < 60) || (minute >= 150 && minute < 170) ? 2 : 0.1,
  );
  assert.deepEqual(spans(twice), [
    [50, 59, 2],
    [150, 169, 2],
  ]);
});

test('samples of a few seconds must stay out for a minute', () => {
  const every = (stepMs: number, outMs: number) => {
    const points = Array.from({ length: 1200 }, (_, index) => {
      const atMs = (index - 600) * stepMs;
      const isOut = atMs >= 50 * stepMs && atMs < 50 * stepMs + outMs;
      return { atMs, value: isOut ? 0.99 : 0.9998 + (index % 3) / 100_000 };
    });
    const one = indicatorOf({ name: 'availability', labels: {}, evidence: ['E-0001'], points });
    return episodesOf(one, window, 0, { limit: 0.999, bad: 'below' }).map(({ crossing }) => crossing);
  };
  assert.deepEqual(every(15_000, 45_000), []);
  assert.deepEqual(every(15_000, 60_000), ['baseline', 'objective']);
  assert.deepEqual(every(10_000, 50_000), []);
  assert.deepEqual(every(10_000, 70_000), ['baseline', 'objective']);
});

test('a series of which nothing is known from before has its episodes too, up to nearly half of its time', () => {
  const within = { fromMs: -300 * MINUTE_MS, toMs: window.toMs };
  for (const share of [0.05, 0.2, 0.35, 0.45]) {
    const from = 300 - Math.round(share * 600);
    const one = indicator('availability', (minute) =>
      minute >= from ? 0.9 : 0.9998 - (Math.abs(minute) % 3) / 100_000,
    );
    const found = episodesOf(one, within, 0, undefined);
    assert.deepEqual(
      found.map((each) => [minuteIn(each.from), each.to]),
      [[from, null]],
      `${share}`,
    );
  }
});

test('an objective that a series misses all the time is not an episode of the incident', () => {
  const slow = indicator('latency_p95', () => 0.4);
  assert.deepEqual(episodesOf(slow, window, 0, { limit: 0.2, bad: 'above' }), []);
  const dipped = indicator('availability', (minute) => (minute >= 10 && minute < 20 ? 0.99 : 1));
  const crossings = episodesOf(dipped, window, 0, { limit: 0.999, bad: 'below' }).map((one) => one.crossing);
  assert.deepEqual(crossings, ['baseline', 'objective']);
});

test('missing samples are a silence, not health', () => {
  const gone = indicator('availability', (minute) => (minute >= 30 && minute < 60 ? null : 1));
  assert.deepEqual(
    silencesOf(gone, window).map(({ from, to }) => [minuteIn(from), minuteIn(to)]),
    [[30, 60]],
  );
  assert.deepEqual(spans(gone), []);
});

test('noise within what was usual before is no episode', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { minLength: 600, maxLength: 600 }),
      (noise) => {
        const one = indicator('queue_length', (minute) => 10 * (noise[minute + 300] ?? 1));
        return episodesOf(one, window, 0, undefined).length === 0;
      },
    ),
    { numRuns: times(30) },
  );
});
