import { pieces, slice } from './pieces.ts';
import type { RandomAccess } from './random-access.ts';

/** The file is not what format 1 writes, from some byte on. */
export class Broken extends Error {}

/** A place in a file that only moves forward. */
export interface Cursor {
  readonly position: number;
  /** Bytes between here and the file's end. */
  readonly remaining: number;
  /** Up to that many bytes from here, without moving. */
  peek(lengthBytes: number): Promise<Buffer>;
  /** Moves over exactly this text (Latin-1); throws `Broken` when something else stands here. */
  take(text: string): Promise<Buffer>;
  /** Moves over a span, piece by piece. */
  body(lengthBytes: number): AsyncIterable<Buffer>;
}

export function cursorAt(handle: RandomAccess, start: number, endByte: number): Cursor {
  let position = start;
  return {
    get position() {
      return position;
    },
    get remaining() {
      return endByte - position;
    },
    peek: (lengthBytes) => slice(handle, position, Math.min(lengthBytes, endByte - position)),
    async take(text) {
      const expected = Buffer.from(text, 'latin1');
      const found = await slice(handle, position, expected.length);
      if (!found.equals(expected)) throw new Broken(`format 1 writes something else at byte ${position}`);
      position += expected.length;
      return expected;
    },
    async *body(lengthBytes) {
      const from = position;
      position += lengthBytes;
      yield* pieces(handle, from, lengthBytes);
    },
  };
}
