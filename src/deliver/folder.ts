import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, constants, link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openRegular } from '#platform/regular-file';
import { messageOf, outsideError, RcaError } from '../domain/errors.ts';
import { besideNameOf, besideReceipt, type Destination, fileNameOf } from './destination.ts';

/**
 * A folder, also one of another machine: copied under a name of its own, synced, then given its name, which fails
 * when the name is taken. Read back from disk. A file of that name with other bytes is never replaced.
 */
export const folderDestination = (id: string, folder: string): Destination => ({
  id,
  kind: 'folder',
  hold: null,

  async deliver(parcel) {
    const place = join(folder, fileNameOf(parcel));
    try {
      // Before the PDF: whoever finds that finds all of it.
      for (const file of parcel.beside) await put(file, join(folder, besideNameOf(parcel)), file.sha256);
      await put(parcel, folder, fileNameOf(parcel));
      return { place, readBack: { sha256: parcel.sha256, ...besideReceipt(parcel.beside) }, hold: null };
    } catch (cause) {
      throw cause instanceof RcaError ? cause : folderTrouble(cause, place);
    }
  },

  async check() {
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.R_OK | constants.W_OK);
      return folder;
    } catch (cause) {
      throw folderTrouble(cause, folder);
    }
  },
});

interface Content {
  readonly path: string;
  readonly sha256: string;
}

/** Copies a file under a name, unless it is there, and reads it back. */
async function put({ path, sha256 }: Content, folder: string, name: string): Promise<void> {
  const place = join(folder, name);
  await mkdir(folder, { recursive: true });
  if (!(await isThere(place))) await copyOnce(path, folder, name);
  if ((await digestOf(place)) !== sha256) throw differs(place);
}

async function copyOnce(from: string, folder: string, name: string): Promise<void> {
  const draft = join(folder, `.${name}.${randomUUID()}.unfinished`);
  try {
    await pipeline(
      createReadStream(from),
      createWriteStream(draft, { flags: 'wx', mode: 0o444, flush: true }),
    );
    // Unlike a rename, a link does not replace what another process has put there meanwhile.
    await link(draft, join(folder, name)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw cause;
    });
  } finally {
    await rm(draft, { force: true });
  }
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await using handle = await openRegular(path);
  await pipeline(handle.createReadStream({ autoClose: false }), hash);
  return hash.digest('hex');
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}

const differs = (where: string): RcaError =>
  outsideError({
    code: 'DELIVERY_TAKEN',
    message: 'a file of this name is there and holds something else; it was not replaced',
    where,
    mend: 'find out who put it there, move it away, then: rca record INCIDENT --retry',
  });

const folderTrouble = (cause: unknown, where: string): RcaError =>
  outsideError(
    {
      code: 'DELIVERY_UNWRITABLE',
      message: `the pack cannot be put there: ${messageOf(cause)}`,
      where,
      mend: 'make the folder writable and with room, then: rca record INCIDENT --retry',
    },
    cause,
  );
