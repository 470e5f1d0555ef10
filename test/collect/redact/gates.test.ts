import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createGates } from '../../../src/collect/redact/gates.ts';

test('a walk stops where a literal ends, whatever the case, and tells the longest that ends there', () => {
  const letters = fc.stringMatching(/^[abc]{1,4}$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(letters, { minLength: 1, maxLength: 6 }),
      fc.stringMatching(/^[abcABCx\xff]{0,40}$/),
      (literals, text) => {
        const walk = createGates(literals)(text);
        const stops: (readonly [number, string | undefined])[] = [];
        for (let end = walk.next(); end !== -1; end = walk.next())
          stops.push([end, literals[walk.literal()]]);
        const byLength = literals.toSorted((a, b) => b.length - a.length);
        const expected = Array.from(text, (_character, index) => {
          const before = text.slice(0, index + 1).toLowerCase();
          return [index + 1, byLength.find((literal) => before.endsWith(literal))] as const;
        }).filter(([, literal]) => literal !== undefined);
        assert.deepEqual(stops, expected);
      },
    ),
  );
});

test('a walk that is told to skip finds nothing that begins before', () => {
  const walk = createGates(['abc', 'c'])('abcabc');
  walk.skipTo(1);
  assert.equal(walk.next(), 3);
  assert.equal(walk.literal(), 1);
  walk.skipTo(2);
  assert.equal(walk.next(), 6);
  assert.equal(walk.literal(), 0);
});
