import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { messageOf, type RcaError, userError } from '../domain/errors.ts';
import type { Terminal } from './terminal.ts';

/** A file's bytes, or standard input under `-`. Throws `FILE_UNREADABLE` while it is read. */
export function openInput(
  file: string,
  terminal: Terminal,
): { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> } {
  if (file === '-') return { name: 'stdin', bytes: terminal.stdin };
  return { name: basename(file), bytes: bytesOf(resolve(terminal.cwd, file)) };
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 20 });
  } catch (cause) {
    throw unreadable(path, 'check the path, and that the file is readable for this account', cause);
  }
}

/** Throws `FILE_UNREADABLE`. */
export async function readPem(file: string, cwd: string): Promise<string> {
  const path = resolve(cwd, file);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, 'give the path of a PEM file', cause);
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
