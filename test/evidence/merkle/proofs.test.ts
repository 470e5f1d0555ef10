import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { proveConsistency, proveInclusion } from '../../../src/evidence/merkle/prove.ts';
import { verifyConsistency, verifyInclusion } from '../../../src/evidence/merkle/verify.ts';
import { merkleRoot, rootsAt } from '../../../src/evidence/merkle.ts';

const linesOf = (size: number): string[] => Array.from({ length: size }, (_, index) => `line ${index}`);
const headOf = (lines: readonly string[]) => ({ size: lines.length, root: merkleRoot(lines) });
const hex = (path: readonly Uint8Array[]) => path.map((hash) => Buffer.from(hash).toString('hex'));

/** Every tree of up to 33 lines: both sides of each power of two. */
const SIZES = Array.from({ length: 34 }, (_, size) => size);

test('each line of each tree is shown to be in it, and nowhere else', () => {
  for (const lines of SIZES.map(linesOf)) {
    for (const [index, line] of lines.entries()) {
      const path = proveInclusion(lines, index);
      assert.ok(verifyInclusion(line, index, headOf(lines), path), `${index} of ${lines.length}`);
      assert.ok(!verifyInclusion('another', index, headOf(lines), path));
      for (const other of [index - 1, index + 1, lines.length]) {
        assert.ok(!verifyInclusion(line, other, headOf(lines), path), `${index} as ${other}`);
      }
    }
  }
});

test('each tree is shown to be the beginning of each larger one', () => {
  for (const size of SIZES) {
    for (const lines of SIZES.filter((later) => later >= size).map(linesOf)) {
      const earlier = headOf(lines.slice(0, size));
      const path = proveConsistency(lines, size);
      assert.ok(verifyConsistency(earlier, headOf(lines), path), `${size} in ${lines.length}`);
    }
  }
});

const changedPath = (path: readonly Uint8Array[], pick: number): readonly Uint8Array[][] => [
  path.toSpliced(pick % (path.length + 1), 0, new Uint8Array(32)),
  ...(path.length === 0
    ? []
    : [path.toSpliced(pick % path.length, 1), path.with(pick % path.length, new Uint8Array(32))]),
];

test('a tree whose beginning was rewritten is consistent by no path', () => {
  const sizes = fc
    .integer({ min: 1, max: 70 })
    .chain((later) => fc.tuple(fc.integer({ min: 1, max: later }), fc.constant(later)));
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), ([size, later], at, pick) => {
      const lines = linesOf(later);
      const rewritten = lines.with(at % size, 'another');
      const earlier = headOf(lines.slice(0, size));
      for (const path of [proveConsistency(lines, size), proveConsistency(rewritten, size)]) {
        assert.ok(!verifyConsistency(earlier, headOf(rewritten), path));
        for (const changed of changedPath(path, pick)) {
          assert.ok(!verifyConsistency(earlier, headOf(rewritten), changed));
          assert.ok(!verifyConsistency(earlier, headOf(lines), changed));
        }
      }
    }),
  );
});

test('a larger tree is the beginning of no smaller one, and the empty one of all', () => {
  const [five, six] = [linesOf(5), linesOf(6)];
  assert.ok(!verifyConsistency(headOf(six), headOf(five), proveConsistency(six, 5)));
  assert.ok(verifyConsistency(headOf([]), headOf(six), []));
  assert.ok(!verifyConsistency({ size: 0, root: new Uint8Array(32) }, headOf(six), []));
  assert.ok(!verifyConsistency({ size: 5, root: headOf(six).root }, headOf(six), []));
});

test('the paths are those of the example in RFC 9162, section 2.1.5', () => {
  const lines = linesOf(7);
  const [d0, d1, d2, d3, d4, d5, d6] = lines;
  const root = (...of: (string | undefined)[]) => Buffer.from(merkleRoot(of.map(String))).toString('hex');
  const [i, j, k] = [root(d4, d5), root(d6), root(d0, d1, d2, d3)];
  assert.deepEqual(hex(proveInclusion(lines, 0)), [root(d1), root(d2, d3), root(d4, d5, d6)]);
  assert.deepEqual(hex(proveInclusion(lines, 6)), [i, k]);
  assert.deepEqual(hex(proveConsistency(lines, 3)), [root(d2), root(d3), root(d0, d1), root(d4, d5, d6)]);
  assert.deepEqual(hex(proveConsistency(lines, 4)), [root(d4, d5, d6)]);
  assert.deepEqual(hex(proveConsistency(lines, 6)), [i, j, k]);
});

test('a place that the tree has not is refused', () => {
  assert.throws(() => proveInclusion(linesOf(3), 3), RangeError);
  assert.throws(() => proveConsistency(linesOf(3), 4), RangeError);
});

test('roots over the first lines are those of trees over them alone', () => {
  const lines = linesOf(33);
  const roots = rootsAt(lines, [0, 1, 7, 32, 33, 34]);
  assert.deepEqual([...roots.keys()], [0, 1, 7, 32, 33]);
  for (const [size, root] of roots) assert.equal(root, hex([merkleRoot(lines.slice(0, size))])[0]);
});
