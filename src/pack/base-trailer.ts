import type { BaseTrailer } from './layout.ts';

/** Bytes from the end of a document that hold its last `startxref`. */
export const TAIL_BYTES = 64;
/** Bytes from a cross-reference stream's start that hold its dictionary. */
export const XREF_HEAD_BYTES = 4096;

/** Offset of the last cross-reference stream; undefined when the tail does not name one. */
export function xrefOffsetOf(tail: Buffer): number | undefined {
  const match = /startxref\s+(\d{1,15})\s+%%EOF\n$/.exec(tail.toString('latin1'));
  return match ? Number(match[1]) : undefined;
}

/** Reads a cross-reference stream's dictionary as `finalizePdf` leaves it; undefined when it is another's. */
export function readBaseTrailer(xrefOffset: number, xrefHead: Buffer): BaseTrailer | undefined {
  const head = xrefHead.toString('latin1').split('stream')[0] ?? '';
  const number = (pattern: RegExp): number | undefined => {
    const digits = pattern.exec(head)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const size = number(/\/Size (\d{1,9})\b/);
  const root = number(/\/Root (\d{1,9}) 0 R/);
  const info = number(/\/Info (\d{1,9}) 0 R/);
  const id = /\/ID \[\s*<([0-9a-f]{32})>/.exec(head)?.[1];
  if (!/\/Type \/XRef\b/.test(head) || /\/Prev\b/.test(head)) return undefined;
  if (size === undefined || root === undefined || info === undefined || id === undefined) return undefined;
  return { xrefOffset, size, root, info, id };
}
