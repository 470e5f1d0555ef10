import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countTokens } from '../../src/pack/tokens.ts';
import { times } from '../helpers/times.ts';

const page = Buffer.from(
  'é[authorization:ABCDEFGH23] [email:ABCDEFGH23][email:ABCDEFGH23 [Email:ABCDEFGH23] [x:short]',
);
const expected = new Map([
  ['[authorization:ABCDEFGH23]', 1],
  ['[email:ABCDEFGH23]', 1],
]);

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
  assert.equal(counted.counts().size, 0);
});

/** What a token is, written down a second time. */
const TOKEN = /\[[a-z][a-z0-9-]{0,31}:[A-Z2-7]{10}\]/g;

test('all tokens are found, and nothing that only resembles one', () => {
  const part = fc.constantFrom(
    '[',
    ']',
    ':',
    'e',
    '-',
    '2',
    '9',
    'ABCDEFGHIJ',
    'A',
    '[email:',
    'x'.repeat(31),
    'é',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      const counted = countTokens();
      counted.scan(Buffer.from(text));
      const expectedCounts = new Map<string, number>();
      for (const [token] of text.matchAll(TOKEN)) {
        expectedCounts.set(token, (expectedCounts.get(token) ?? 0) + 1);
      }
      assert.deepEqual(counted.counts(), expectedCounts);
    }),
    { numRuns: times(2_000) },
  );
});

test('beyond so many different tokens the count says that it is not complete', () => {
  const counted = countTokens(1);
  counted.scan(Buffer.from('[a:ABCDEFGH22][a:ABCDEFGH22]'));
  assert.equal(counted.isComplete(), true);
  counted.scan(Buffer.from('[a:ABCDEFGH33]'));
  assert.equal(counted.isComplete(), false);
  assert.deepEqual(counted.counts(), new Map([['[a:ABCDEFGH22]', 2]]));
});
