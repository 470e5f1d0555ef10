import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lintBlame } from '../../src/analysis/blame.ts';

interface Labelled {
  readonly isBlame: boolean;
  readonly sentence: string;
}

/** Written and labelled by somebody who did not know the rules. */
const labelled: readonly Labelled[] = readFileSync(
  new URL('../fixtures/blame/sentences.tsv', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [label, sentence = ''] = line.split('\t');
    return { isBlame: label === 'blame', sentence };
  });

/** The half that the rules were not looked at with; parted by digest, so that an added sentence moves no other. */
const isHeldBack = ({ sentence }: Labelled): boolean =>
  (createHash('sha256').update(sentence).digest()[0] ?? 0) % 2 === 1;

function score(sentences: readonly Labelled[]): { readonly precision: number; readonly recall: number } {
  const found = sentences.filter(({ sentence }) => lintBlame(sentence).length > 0);
  const right = found.filter(({ isBlame }) => isBlame).length;
  return {
    precision: right / found.length,
    recall: right / sentences.filter(({ isBlame }) => isBlame).length,
  };
}

test('of labelled sentences that it marks nine in ten are blame, and it marks no fewer than it did', () => {
  assert.ok(labelled.length >= 400);
  const [seen, heldBack] = [labelled.filter((one) => !isHeldBack(one)), labelled.filter(isHeldBack)];
  for (const [half, recallAtLeast] of [
    [seen, 0.55],
    [heldBack, 0.33],
  ] as const) {
    const { precision, recall } = score(half);
    assert.ok(precision >= 0.9, `precision ${precision.toFixed(3)} of ${half.length}`);
    assert.ok(recall >= recallAtLeast, `recall ${recall.toFixed(3)} of ${half.length}`);
  }
});
