import { createHash } from '#platform/crypto';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const sha256 = (...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Hash of one ledger line as a leaf, 32 bytes. */
export const leafHash = (line: string): Uint8Array => sha256(LEAF, line);

/** Hash of the node above two others. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE, left, right);

/** A perfect subtree. */
interface Subtree {
  readonly leaves: number;
  readonly root: Uint8Array;
}

const join = (left: Subtree, right: Subtree): Subtree => ({
  leaves: left.leaves + right.leaves,
  root: nodeHash(left.root, right.root),
});

/** A tree that grows to the right. */
interface Growing {
  add(line: string): void;
  /** Root over what was added so far, 32 bytes. */
  root(): Uint8Array;
}

function growing(): Growing {
  // From left to right, each smaller than the one before: the binary digits of the number of lines.
  const subtrees: Subtree[] = [];
  return {
    add(line) {
      let right: Subtree = { leaves: 1, root: leafHash(line) };
      for (let left = subtrees.at(-1); left?.leaves === right.leaves; left = subtrees.at(-1)) {
        right = join(left, right);
        subtrees.pop();
      }
      subtrees.push(right);
    },
    root() {
      const last = subtrees.at(-1);
      if (last === undefined) return sha256();
      return subtrees.slice(0, -1).reduceRight((right, left) => join(left, right), last).root;
    },
  };
}

/**
 * Root of the Merkle tree over ledger lines (UTF-8, without newline), 32 bytes.
 * https://www.rfc-editor.org/rfc/rfc6962#section-2.1
 */
export function merkleRoot(lines: Iterable<string>): Uint8Array {
  const tree = growing();
  for (const line of lines) tree.add(line);
  return tree.root();
}

/** Hexadecimal roots over the first lines of a ledger, by their number, in one pass; none for more than it has. */
export function rootsAt(lines: readonly string[], sizes: Iterable<number>): ReadonlyMap<number, string> {
  const asked = new Set(sizes);
  const roots = new Map<number, string>();
  const tree = growing();
  const take = (size: number): void => {
    if (asked.has(size)) roots.set(size, Buffer.from(tree.root()).toString('hex'));
  };
  take(0);
  for (const [index, line] of lines.entries()) {
    tree.add(line);
    take(index + 1);
  }
  return roots;
}
