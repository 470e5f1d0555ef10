import { leafHash, merkleRoot, nodeHash } from '../merkle.ts';

/** A tree as a checkpoint names it. */
export interface TreeHead {
  /** Number of lines. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/**
 * Whether a path shows that the tree holds this line at this index.
 * https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2
 */
export function verifyInclusion(
  line: string,
  index: number,
  tree: TreeHead,
  path: readonly Uint8Array[],
): boolean {
  if (!isCount(index) || !isCount(tree.size) || index >= tree.size) return false;
  const place = descent(index, tree.size - 1);
  let root = leafHash(line);
  for (const hash of path) {
    if (place.isDone()) return false;
    root = place.isRight() ? nodeHash(hash, root) : nodeHash(root, hash);
    place.rise();
  }
  return place.isDone() && isSame(root, tree.root);
}

/**
 * Whether a path shows that the earlier tree is the beginning of the later one. Trees of one size need no path.
 * https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.2
 */
export function verifyConsistency(earlier: TreeHead, later: TreeHead, path: readonly Uint8Array[]): boolean {
  if (!isCount(earlier.size) || !isCount(later.size) || earlier.size > later.size) return false;
  if (earlier.size === later.size) return path.length === 0 && isSame(earlier.root, later.root);
  if (earlier.size === 0) return path.length === 0 && isSame(earlier.root, merkleRoot([]));
  const [first, ...rest] = isPowerOfTwo(earlier.size) ? [earlier.root, ...path] : path;
  if (path.length === 0 || first === undefined) return false;
  const place = descent(earlier.size - 1, later.size - 1);
  place.leaveRight();
  let [before, after] = [first, first];
  for (const hash of rest) {
    if (place.isDone()) return false;
    if (place.isRight()) {
      before = nodeHash(hash, before);
      after = nodeHash(hash, after);
    } else {
      after = nodeHash(after, hash);
    }
    place.rise();
  }
  return place.isDone() && isSame(before, earlier.root) && isSame(after, later.root);
}

/** Where a path stands: the numbers that the RFC calls fn and sn. Sizes can be beyond 32 bits. */
function descent(index: number, last: number) {
  let [fn, sn] = [index, last];
  const shift = (): void => {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  };
  return {
    isDone: () => sn === 0,
    /** Whether the next hash of the path stands to the left. */
    isRight: () => fn % 2 === 1 || fn === sn,
    rise(): void {
      if (fn === sn) while (fn % 2 === 0 && fn !== 0) shift();
      shift();
    },
    leaveRight(): void {
      while (fn % 2 === 1) shift();
    },
  };
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
