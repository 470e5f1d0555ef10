import { inflateSync } from 'node:zlib';

/**
 * What a zlib stream (RFC 1950) holds; undefined when it is damaged, larger than that or followed by
 * something else.
 */
export async function inflate(deflated: Buffer, sizeBytesMax: number): Promise<Buffer | undefined> {
  try {
    const result: unknown = inflateSync(deflated, { maxOutputLength: Math.max(1, sizeBytesMax), info: true });
    return isInflated(result) && result.engine.bytesWritten === deflated.length ? result.buffer : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** What zlib returns when it is asked for `info`, which its types do not tell. */
interface Inflated {
  readonly buffer: Buffer;
  /** Its bytes written are those of the stream that it has taken in. */
  readonly engine: { readonly bytesWritten: number };
}

function isInflated(result: unknown): result is Inflated {
  if (typeof result !== 'object' || result === null || !('buffer' in result) || !('engine' in result))
    return false;
  const { buffer, engine } = result;
  return Buffer.isBuffer(buffer) && typeof engine === 'object' && engine !== null && 'bytesWritten' in engine;
}
