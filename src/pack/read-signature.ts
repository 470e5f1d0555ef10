import { createHash } from '#platform/crypto';
import { TAIL_BYTES, xrefOffsetOf } from './base-trailer.ts';
import { Broken, type Cursor } from './cursor.ts';
import type { FrameHash } from './frame-hash.ts';
import { type BaseTrailer, numbersAfter, type Offsets } from './layout.ts';
import { pieces, slice } from './pieces.ts';
import type { RandomAccess } from './random-access.ts';
import {
  CLOSE_SIGNATURE,
  CONTENTS_BYTES,
  planSignature,
  SIGNATURE_OPENING,
  SIGNED_FIELD,
  type SignedRange,
  signedField,
} from './signature-layout.ts';

export interface ReadSignature {
  readonly range: SignedRange;
  /** The hexadecimal string with its brackets, whatever it holds. */
  readonly contents: string;
  /** SHA-256 of what it is over; undefined when it was not made in passing. */
  readonly digest: Buffer | undefined;
}

const HEADER_BYTES_MAX = 512;

/** Reads field and signature if the cursor stands before them; undefined when it stands before something else. */
export async function readSignature(
  cursor: Cursor,
  frame: FrameHash,
  base: BaseTrailer,
  before: Omit<Offsets, 'signature' | 'xref'>,
): Promise<{ readonly signature: ReadSignature; readonly offsets: Offsets } | undefined> {
  const offset = cursor.position;
  const found = SIGNED_FIELD.exec((await cursor.peek(HEADER_BYTES_MAX)).toString('latin1'));
  if (found === null) return undefined;
  const [number = 0, page = 0, structParent = 0] = found.slice(1).map(Number);
  const value = numbersAfter(base).signature(before.attachments.length);
  frame.add(await cursor.take(signedField({ number, page, structParent }, value)));
  const at = timeIn((await cursor.peek(HEADER_BYTES_MAX)).toString('latin1'));
  const plan = planSignature(base, before, { number, offset }, cursor.position, at);
  frame.add(await cursor.take(plan.open));
  const signed = cursor.digestSoFar();
  const contents = (await cursor.peek(CONTENTS_BYTES)).toString('latin1');
  await cursor.take(contents);
  const digest = signed?.update(await cursor.peek(plan.range.end - plan.range.to)).digest();
  frame.add(await cursor.take(CLOSE_SIGNATURE));
  return { signature: { range: plan.range, contents, digest }, offsets: plan.offsets };
}

function timeIn(opening: string): string {
  const [, year, month, day, hour, minute, second] = SIGNATURE_OPENING.exec(opening) ?? [];
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  if (Number.isNaN(Date.parse(at))) throw new Broken('the signature field is not followed by a signature');
  return at;
}

/**
 * Whether a file seems to end in a signature: a guess that saves reading it twice, and nothing is believed of it.
 */
export async function seemsSigned(file: RandomAccess, sizeBytes: number): Promise<boolean> {
  const tail = await slice(file, Math.max(0, sizeBytes - TAIL_BYTES), Math.min(TAIL_BYTES, sizeBytes));
  const close = `>${CLOSE_SIGNATURE}`;
  const at = (xrefOffsetOf(tail) ?? 0) - close.length;
  return at > 0 && at < sizeBytes && (await slice(file, at, close.length)).toString('latin1') === close;
}

/** SHA-256 of what a signature is over: the file up to its end without the place of the signature itself. */
export async function digestOfRange(handle: RandomAccess, { from, to, end }: SignedRange): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of pieces(handle, 0, from)) hash.update(piece);
  for await (const piece of pieces(handle, to, end - to)) hash.update(piece);
  return hash.digest();
}
