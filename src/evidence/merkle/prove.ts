import { leafHash, merkleRoot, nodeHash } from '../merkle.ts';

/** Hashes of 32 bytes, from the leaf's side to the root's. */
export type Path = readonly Uint8Array[];

/**
 * Shows that the line at `index` is in the tree over all lines.
 * https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.1
 */
export function proveInclusion(lines: readonly string[], index: number): Path {
  if (!Number.isSafeInteger(index) || index < 0 || index >= lines.length) {
    throw new RangeError(`there is no line ${index} in a tree of ${lines.length}`);
  }
  return inclusion(lines.map(leafHash), index);
}

function inclusion(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusion(left, index), rootOf(right)]
    : [...inclusion(right, index - split), rootOf(left)];
}

/**
 * Shows that the tree over the first `size` lines is the beginning of the tree over all lines. Empty when
 * `size` is 0 or the number of lines.
 * https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.1
 */
export function proveConsistency(lines: readonly string[], size: number): Path {
  if (!Number.isSafeInteger(size) || size < 0 || size > lines.length) {
    throw new RangeError(`a tree of ${lines.length} has no first ${size} lines`);
  }
  return size === 0 || size === lines.length ? [] : consistency(lines.map(leafHash), size, true);
}

/** `known`: whoever checks has the root over the first `size` leaves already. */
function consistency(leaves: readonly Uint8Array[], size: number, known: boolean): Uint8Array[] {
  if (size === leaves.length) return known ? [] : [rootOf(leaves)];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return size <= split
    ? [...consistency(left, size, known), rootOf(right)]
    : [...consistency(right, size - split, false), rootOf(left)];
}

/** The largest power of two below a number of at least 2. */
function splitOf(leaves: number): number {
  let split = 1;
  while (split * 2 < leaves) split *= 2;
  return split;
}

function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return merkleRoot([]);
  if (leaves.length === 1) return only;
  const split = splitOf(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}
