import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundedTexts } from '../../src/analysis/facts/bounded-texts.ts';

const kept = (texts: readonly string[]) => {
  const bounded = boundedTexts(5);
  for (const text of texts) bounded.add(text);
  return { all: bounded.all(), overflowed: bounded.overflowed };
};

test('the same texts are kept, with the same counts, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 12 })), fc.infiniteStream(fc.nat()), (numbers, keys) => {
      const texts = numbers.map((number) => `text ${number}`);
      const shuffled = texts
        .map((text) => ({ text, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ text }) => text);
      assert.deepEqual(kept(shuffled), kept(texts));
    }),
  );
});

test('every kept text is counted in full, and more texts than are kept are told', () => {
  const texts = Array.from({ length: 40 }, (_, n) => `text ${n % 8}`);
  const { all, overflowed } = kept(texts);
  assert.deepEqual(
    all.map(({ count }) => count),
    [5, 5, 5, 5, 5],
  );
  assert.equal(overflowed, true);
  assert.equal(kept(['a', 'b', 'a']).overflowed, false);
});
