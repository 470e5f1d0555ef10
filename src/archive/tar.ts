import { Readable } from 'node:stream';
import { createTarDecoder, createTarPacker } from 'modern-tar';
import { openRegular } from '#platform/regular-file';
import { messageOf, RcaError, userError } from '../domain/errors.ts';

/** A file on its way into an archive. */
export interface OutgoingFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Must give exactly `sizeBytes` bytes. */
  bytes(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/**
 * Writes files as a tar archive in ustar format, which holds nothing of the machine: no owner, one time for all.
 * Memory does not grow with the files. Throws what `bytes` and `write` throw.
 */
export async function writeTar(
  files: Iterable<OutgoingFile>,
  mtimeMs: number,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<void> {
  const { readable, controller } = createTarPacker();
  const fill = async (): Promise<void> => {
    try {
      for (const { name, sizeBytes, bytes } of files) {
        const header = { name, size: sizeBytes, mode: 0o600, uid: 0, gid: 0, mtime: new Date(mtimeMs) };
        const body = controller.add({ ...header, type: 'file' }).getWriter();
        for await (const chunk of bytes()) await body.write(chunk);
        await body.close();
      }
      controller.finalize();
    } catch (cause) {
      controller.error(cause);
      throw cause;
    }
  };
  const empty = async (): Promise<void> => {
    for await (const chunk of readable) await write(chunk);
  };
  const [filled, emptied] = await Promise.allSettled([fill(), empty()]);
  // What could not be written is the cause of what could not be filled in.
  if (emptied.status === 'rejected') throw emptied.reason;
  if (filled.status === 'rejected') throw filled.reason;
}

/** A member of an archive. Its bytes are gone when the next one is asked for. */
export interface TarMember {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const READ_BYTES = 1 << 20;

/** Reads a tar archive, member by member. Throws `ARCHIVE_UNREADABLE` for what is none, or ends too early. */
export async function* readTar(path: string): AsyncGenerator<TarMember> {
  try {
    await using handle = await openRegular(path);
    const file = handle.createReadStream({ highWaterMark: READ_BYTES, autoClose: false });
    const members = Readable.toWeb(file).pipeThrough(createTarDecoder({ strict: true }));
    for await (const { header, body } of members) {
      yield {
        name: header.name,
        type: header.type ?? 'file',
        sizeBytes: header.size,
        bytes: readBody(body, path),
      };
    }
  } catch (cause) {
    throw unreadable(cause, path);
  }
}

async function* readBody(body: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw unreadable(cause, path);
  }
}

const unreadable = (cause: unknown, where: string): RcaError =>
  cause instanceof RcaError
    ? cause
    : userError(
        {
          code: 'ARCHIVE_UNREADABLE',
          message: `the archive cannot be read: ${messageOf(cause)}`,
          where,
          mend: 'give the whole file that rca export wrote: a plain tar archive, not compressed',
        },
        cause,
      );
