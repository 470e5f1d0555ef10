import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, RcaError, userError } from '../domain/errors.ts';

const GZIP_MAGIC = [0x1f, 0x8b];
const CHUNK_BYTES = 256 * 1024;

/** Logs shrink to a tenth or a fiftieth; gzip itself can reach a thousandth, of a file that is made for it. */
const UNPACKED_RATIO_MAX = 200;
const UNPACKED_BYTES_FREE = 64 * 1024 * 1024;

/** The bytes of a file, unpacked when it is gzip, and what is known of the file when they have been read. */
export interface FileBytes {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Of the file as it is, packed or not. */
  sizeBytes(): number;
  sha256(): Buffer;
  /** Why the file ends before its content does; null when it does not. */
  cutShort(): string | null;
}

/**
 * Reads a file or a stream once. Throws `FILE_UNREADABLE`; a gzip stream that breaks off gives what came
 * before.
 */
export function readFileBytes(bytes: AsyncIterable<Uint8Array>, name: string): FileBytes {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let cutShort: string | null = null;

  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of bytes) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      throw cause instanceof RcaError ? cause : unreadable(name, messageOf(cause), cause);
    }
  }

  async function* unpacked(): AsyncGenerator<Uint8Array> {
    const source = counted();
    const start = await source.next();
    if (start.done) return;
    const whole = resume(start.value, source);
    if (!GZIP_MAGIC.every((byte, index) => start.value[index] === byte)) {
      yield* whole;
      return;
    }
    let read = false;
    try {
      let unpackedBytes = 0;
      for await (const chunk of gunzip(whole)) {
        read = true;
        unpackedBytes += chunk.length;
        if (unpackedBytes > Math.max(UNPACKED_BYTES_FREE, sizeBytes * UNPACKED_RATIO_MAX))
          throw endless(name);
        yield chunk;
      }
    } catch (cause) {
      if (cause instanceof RcaError || !isGzipTrouble(cause)) throw cause;
      if (!read) throw unreadable(name, `the gzip data is damaged (${messageOf(cause)})`, cause);
      cutShort = `the gzip data breaks off or is damaged (${messageOf(cause)})`;
    }
  }

  return {
    chunks: unpacked(),
    sizeBytes: () => sizeBytes,
    sha256: () => hash.copy().digest(),
    cutShort: () => cutShort,
  };
}

async function* resume(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/** Errors reach whoever reads the result. */
const gunzip = (packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  pipeline(Readable.from(packed), createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);

const isGzipTrouble = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && /^Z_/.test(String(cause.code));

const endless = (name: string): RcaError =>
  userError({
    code: 'FILE_TOO_LARGE',
    message: `the gzip data unpacks to more than ${UNPACKED_RATIO_MAX} times its size`,
    where: name,
    mend: 'look into the file; if it is what you expect, unpack it yourself and hand in what comes out',
  });

const unreadable = (name: string, why: string, cause: unknown): RcaError =>
  userError(
    {
      code: 'FILE_UNREADABLE',
      message: `the file cannot be read: ${why}`,
      where: name,
      mend: 'check that it is a file that you may read, plain or gzip, and whole',
    },
    cause,
  );
