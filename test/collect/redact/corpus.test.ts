import assert from 'node:assert/strict';
import { test } from 'node:test';
import { halves } from '../../../scripts/corpus/halves.ts';
import { beyondLimits, measure } from '../../../scripts/corpus/measure.ts';

const SEED = 1;
const SMALL = { valuesPerCell: 1, linesPerFormat: 1_000, lureTries: 4 };
/** Families are many and alike: a part of them goes through all carriers here. */
const FAMILY_STEP = 7;

for (const half of halves) {
  test(`a small corpus stays within the limits: ${half.half}`, () => {
    const kinds = half.kinds.filter(({ group }, place) => group !== 'family' || place % FAMILY_STEP === 0);
    assert.deepEqual(beyondLimits(measure({ ...half, kinds }, SMALL, SEED)), []);
  });
}
