import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countTokens } from '../../src/pack/tokens.ts';

const page = Buffer.from(
  'é[authorization:ABCDEFGH23] [email:ABCDEFGH23][email:ABCDEFGH23 [Email:ABCDEFGH23] [x:short]',
);
const expected = [
  { class: 'authorization', token: '[authorization:ABCDEFGH23]', count: 1 },
  { class: 'email', token: '[email:ABCDEFGH23]', count: 1 },
];

test('tokens are counted the same wherever the page is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(page.length), { maxLength: 8 }), (cuts) => {
      const counted = countTokens();
      const bounds = [0, ...cuts.toSorted((a, b) => a - b), page.length];
      for (const [index, from] of bounds.slice(0, -1).entries())
        counted.scan(page.subarray(from, bounds[index + 1]));
      assert.deepEqual(counted.counts(), expected);
    }),
  );
});

test('a token does not reach from one page into the next', () => {
  const counted = countTokens();
  counted.scan(page.subarray(0, 10));
  counted.endPage();
  counted.scan(page.subarray(10, 30));
  assert.deepEqual(counted.counts(), []);
});
