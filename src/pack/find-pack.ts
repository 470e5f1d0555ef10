import { type RcaError, userError } from '../domain/errors.ts';
import { PACK_MARK } from './layout.ts';
import { parts } from './part-names.ts';
import { pieces } from './pieces.ts';
import type { RandomAccess } from './random-access.ts';

const END_OF_BASE = '%%EOF\n';

export interface FoundPack {
  /** Length of the base document in front of the update; undefined when the mark between them was damaged. */
  readonly baseBytes: number | undefined;
}

/** Null when nothing in the file is written as in a pack. */
export async function findPack(handle: RandomAccess, sizeBytes: number): Promise<FoundPack | null> {
  const mark = await find(handle, sizeBytes, `${END_OF_BASE}${PACK_MARK}`);
  if (mark !== undefined) return { baseBytes: mark + END_OF_BASE.length };
  const spec = await find(handle, sizeBytes, `/Type /Filespec /F (${parts.sums})`);
  return spec === undefined ? null : { baseBytes: undefined };
}

export const notAPack = (file: string): RcaError =>
  userError({
    code: 'NOT_A_PACK',
    message: 'the file is not an evidence pack of format 1',
    where: file,
    mend: 'name a PDF that rca pack wrote',
  });

/** Offset of the first occurrence of an ASCII text in a file. */
async function find(handle: RandomAccess, sizeBytes: number, text: string): Promise<number | undefined> {
  const overlap = text.length - 1;
  let carried: Buffer = Buffer.alloc(0);
  let at = 0;
  for await (const piece of pieces(handle, 0, sizeBytes)) {
    const joint = Buffer.concat([carried, piece.subarray(0, overlap)]);
    const acrossIndex = joint.indexOf(text, 0, 'latin1');
    if (acrossIndex >= 0) return at - carried.length + acrossIndex;
    const index = piece.indexOf(text, 0, 'latin1');
    if (index >= 0) return at + index;
    carried = Buffer.from(Buffer.concat([carried, piece.subarray(-overlap)]).subarray(-overlap));
    at += piece.length;
  }
  return undefined;
}
