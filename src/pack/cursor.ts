import type { Hash } from '#platform/crypto';
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
  /** Whether the file is being digested as it is read. */
  readonly isDigesting: boolean;
  /** The digest of the file up to here, to go on with; undefined when nobody asked for one. */
  digestSoFar(): Hash | undefined;
  /** Moves over a span, piece by piece. */
  body(lengthBytes: number): AsyncIterable<Buffer>;
}

/** A cursor; `digest` is that of the file up to its start, to be kept up with it. */
export function cursorAt(handle: RandomAccess, start: number, endByte: number, digest?: Hash): Cursor {
  let position = start;
  return {
    get position() {
      return position;
    },
    get remaining() {
      return endByte - position;
    },
    isDigesting: digest !== undefined,
    peek: (lengthBytes) => slice(handle, position, Math.min(lengthBytes, endByte - position)),
    digestSoFar: () => digest?.copy(),
    async take(text) {
      const expected = Buffer.from(text, 'latin1');
      const found = await slice(handle, position, expected.length);
      if (!found.equals(expected)) throw new Broken(`format 1 writes something else at byte ${position}`);
      position += expected.length;
      digest?.update(expected);
      return expected;
    },
    async *body(lengthBytes) {
      const from = position;
      position += lengthBytes;
      for await (const piece of pieces(handle, from, lengthBytes)) {
        digest?.update(piece);
        yield piece;
      }
    },
  };
}
