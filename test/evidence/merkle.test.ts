import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { merkleRoot } from '../../src/evidence/merkle.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The leaves that the Certificate Transparency log's reference tests use, all of them ASCII. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((bytes) => Buffer.from(bytes, 'hex').toString('latin1'));

const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('the root is the one known for each size up to eight leaves', () => {
  assert.deepEqual(
    ROOTS.map((_, size) => hex(merkleRoot(LEAVES.slice(0, size)))),
    ROOTS,
  );
});

/** MTH as RFC 6962 section 2.1 writes it down. */
function byDefinition(leaves: readonly string[]): Buffer {
  const sha256 = (...parts: readonly (string | Uint8Array)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), leaves[0] ?? '');
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Uint8Array.of(1), byDefinition(leaves.slice(0, split)), byDefinition(leaves.slice(split)));
}

test('the root follows the definition for any lines', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 70 }), (lines) => {
      assert.equal(hex(merkleRoot(lines)), byDefinition(lines).toString('hex'));
    }),
  );
});

test('changing, adding, dropping or swapping a line changes the root', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 40 }),
      fc.nat(),
      fc.string(),
      (lines, pick, other) => {
        fc.pre(!lines.includes(other));
        const at = pick % (lines.length - 1);
        const swapped = [...lines.slice(0, at), lines[at + 1] ?? '', lines[at] ?? '', ...lines.slice(at + 2)];
        const roots = [lines, lines.with(at, other), [...lines, other], lines.toSpliced(at, 1), swapped].map(
          (each) => hex(merkleRoot(each)),
        );
        assert.equal(new Set(roots).size, roots.length);
      },
    ),
  );
});
