import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { openRegular, readRegular } from '#platform/regular-file';
import { messageOf, type RcaError, userError } from '../domain/errors.ts';
import type { Terminal } from './terminal.ts';

/** A file's bytes, or standard input under `-`. Throws `FILE_UNREADABLE` while it is read. */
export function openInput(file: string, terminal: Terminal): InputFile {
  if (file === '-') return { name: 'stdin', bytes: terminal.stdin, sizeBytes: null };
  const path = resolve(terminal.cwd, file);
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? null;
  return { name: basename(file), bytes: bytesOf(path), sizeBytes };
}

export interface InputFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Null where nobody knows it before the end. */
  readonly sizeBytes: number | null;
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    await using handle = await openRegular(path);
    yield* handle.createReadStream({ highWaterMark: 1 << 20, autoClose: false });
  } catch (cause) {
    throw unreadable(path, 'check the path, and that the file is readable for this account', cause);
  }
}

/** Throws `FILE_UNREADABLE`. */
export const readPem = (file: string, cwd: string): Promise<string> =>
  readText(file, cwd, 'give the path of a PEM file');

/** A whole file as text. Throws `FILE_UNREADABLE` with that mend. */
export const readText = async (file: string, cwd: string, mend: string): Promise<string> =>
  (await readBytes(file, cwd, mend)).toString('utf8');

/** A whole file. Throws `FILE_UNREADABLE` with that mend. */
export async function readBytes(file: string, cwd: string, mend: string): Promise<Buffer> {
  const path = resolve(cwd, file);
  try {
    return await readRegular(path);
  } catch (cause) {
    throw unreadable(path, mend, cause);
  }
}

const unreadable = (where: string, mend: string, cause: unknown): RcaError =>
  userError(
    {
      code: 'FILE_UNREADABLE',
      message: `the file cannot be read: ${messageOf(cause)}`,
      where,
      mend,
    },
    cause,
  );
