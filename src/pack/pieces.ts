import type { RandomAccess } from './random-access.ts';

const PIECE_BYTES = 256 * 1024;

/** Two buffers to read a span of so many bytes into. */
const buffersFor = (lengthBytes: number): readonly Buffer[] =>
  [0, 1].map(() => Buffer.allocUnsafe(Math.min(PIECE_BYTES, Math.max(1, lengthBytes))));

/**
 * Reads a span of a file piece by piece into two buffers in turn; the next piece is being read while one is
 * handled. A piece is valid until the next one is asked for. Ends early where the file does.
 */
export async function* pieces(
  handle: RandomAccess,
  fromByte: number,
  lengthBytes: number,
  buffers: readonly Buffer[] = buffersFor(lengthBytes),
): AsyncGenerator<Buffer> {
  const endByte = fromByte + lengthBytes;
  const read = async (turn: number, at: number): Promise<Buffer> => {
    const buffer = buffers[turn % 2] ?? Buffer.alloc(0);
    const wanted = Math.min(buffer.length, endByte - at);
    const { bytesRead } = await handle.read(buffer, 0, wanted, at);
    return buffer.subarray(0, bytesRead);
  };
  let at = fromByte;
  let pending = read(0, at);
  for (let turn = 1; at < endByte; turn++) {
    const piece = await pending;
    if (piece.length === 0) return;
    at += piece.length;
    pending = at < endByte ? read(turn, at) : Promise.resolve(piece);
    try {
      yield piece;
    } finally {
      await pending;
    }
  }
}

/** A short span as one buffer, shorter where the file ends. */
export async function slice(handle: RandomAccess, fromByte: number, lengthBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(lengthBytes);
  const { bytesRead } = await handle.read(buffer, 0, lengthBytes, fromByte);
  return buffer.subarray(0, bytesRead);
}
