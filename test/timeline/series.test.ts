import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { runsWhere } from '../../src/timeline/runs.ts';
import { seriesStore } from '../../src/timeline/series.ts';
import { MINUTE_MS, series } from './observations.ts';

const values = (observations: readonly SourcedObservation[]): readonly number[] => {
  const store = seriesStore();
  for (const observation of observations) store.add(observation);
  return store.all().flatMap(({ points }) => points.map(({ value }) => value));
};

test('where two items disagree about a point the one that was collected later is right, in any order', () => {
  const early = series('availability', [0.9, 0.9], { evidence: 'E-0009' });
  const late = series('availability', [0.8], { fromMinutes: 1, evidence: 'E-0010' });
  assert.deepEqual(values([early, late]), [0.9, 0.8]);
  assert.deepEqual(values([late, early]), [0.9, 0.8]);
});

test('NaN and infinities are no points', () => {
  const { evidence, observation } = series('availability', [1]);
  const odd: SourcedObservation = {
    evidence,
    observation: {
      ...observation,
      points: [
        ['2026-01-27T00:00:00.000Z', 'NaN'],
        ['2026-01-27T00:01:00.000Z', 0.5],
        ['2026-01-27T00:02:00.000Z', '+Inf'],
      ],
    },
  };
  assert.deepEqual(values([odd]), [0.5]);
});

test('a missing point ends a run', () => {
  const points = [0, 1, 2, 5, 6].map((minute) => ({ atMs: minute * MINUTE_MS, value: 1 }));
  assert.deepEqual(
    runsWhere(points, (value) => value > 0).map(({ fromMs, toMs }) => [fromMs / MINUTE_MS, toMs / MINUTE_MS]),
    [
      [0, 2],
      [5, 6],
    ],
  );
});
