import { createHash } from '#platform/crypto';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const sha256 = (...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A perfect subtree. */
interface Subtree {
  readonly leaves: number;
  readonly root: Uint8Array;
}

const join = (left: Subtree, right: Subtree): Subtree => ({
  leaves: left.leaves + right.leaves,
  root: sha256(NODE, left.root, right.root),
});

/**
 * Root of the Merkle tree over ledger lines (UTF-8, without newline), 32 bytes.
 * https://www.rfc-editor.org/rfc/rfc6962#section-2.1
 */
export function merkleRoot(lines: Iterable<string>): Uint8Array {
  // From left to right, each smaller than the one before: the binary digits of the number of lines.
  const subtrees: Subtree[] = [];
  for (const line of lines) {
    let right: Subtree = { leaves: 1, root: sha256(LEAF, line) };
    for (let left = subtrees.at(-1); left?.leaves === right.leaves; left = subtrees.at(-1)) {
      right = join(left, right);
      subtrees.pop();
    }
    subtrees.push(right);
  }
  const last = subtrees.pop();
  if (last === undefined) return sha256();
  return subtrees.reduceRight((right, left) => join(left, right), last).root;
}
