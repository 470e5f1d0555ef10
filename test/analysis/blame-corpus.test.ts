import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lintBlame } from '../../src/analysis/blame.ts';

interface Labelled {
  readonly isBlame: boolean;
  readonly sentence: string;
}

const labelledIn = (file: string): readonly Labelled[] =>
  readFileSync(new URL(`../fixtures/blame/${file}`, import.meta.url), 'utf8')
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

/** What each half must reach; the outside set was written by somebody who did not know the rules. */
const sets = [
  { file: 'sentences.tsv', recallSeen: 0.97, recallHeldBack: 0.72 },
  { file: 'styles.tsv', recallSeen: 0.97, recallHeldBack: 0.94 },
] as const;

for (const { file, recallSeen, recallHeldBack } of sets) {
  test(`${file}: of labelled sentences that it marks nineteen in twenty are blame, and it marks no fewer than it did`, () => {
    const labelled = labelledIn(file);
    assert.ok(labelled.length >= 400);
    for (const [half, recallAtLeast] of [
      [labelled.filter((one) => !isHeldBack(one)), recallSeen],
      [labelled.filter(isHeldBack), recallHeldBack],
    ] as const) {
      const { precision, recall } = score(half);
      assert.ok(precision >= 0.95, `precision ${precision.toFixed(3)} of ${half.length}`);
      assert.ok(recall >= recallAtLeast, `recall ${recall.toFixed(3)} of ${half.length}`);
    }
  });
}
