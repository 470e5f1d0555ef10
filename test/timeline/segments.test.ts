import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { segmentsOf } from '../../src/timeline/segments.ts';

const filled = (bins: number, count: number): readonly number[] => Array.from({ length: bins }, () => count);

test('a rate that stays the same is not cut', () => {
  assert.deepEqual(segmentsOf([5, 6, 4, 5, 7, 5, 4, 6, 5, 5], 3), [{ from: 0, to: 10 }]);
});

test('a burst is cut out where it begins and ends', () => {
  const counts = [...filled(20, 4), ...filled(5, 90), ...filled(20, 4)];
  assert.deepEqual(segmentsOf(counts, 3), [
    { from: 0, to: 20 },
    { from: 20, to: 25 },
    { from: 25, to: 45 },
  ]);
});

test('a long gap is cut out', () => {
  const counts = [...filled(10, 20), ...filled(30, 0), ...filled(10, 20)];
  assert.deepEqual(
    segmentsOf(counts, 3).map(({ from }) => from),
    [0, 10, 40],
  );
});

test('the segments cover all bins once, and are never more than asked', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 300 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      (counts, max) => {
        const segments = segmentsOf(counts, max);
        assert.ok(segments.length <= max);
        assert.deepEqual(
          segments.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, n) => from + n)),
          counts.map((_, bin) => bin),
        );
      },
    ),
  );
});
