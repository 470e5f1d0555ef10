import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../domain/canonical.ts';
import { messageOf, outsideError, RcaError, userError } from '../domain/errors.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { BlobStore } from './store.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Blobs as files `DIR/ab/abcdef…`, read-only once written. Throws `BLOB_STORE_FULL`, `BLOB_STORE_FAILED`,
 * `BLOB_MISSING` and `BLOB_DAMAGED`. Any number of processes may write at once: a blob appears whole.
 */
export function createFolderBlobs(directory: string): BlobStore {
  const pathOf = (sha256: string) => join(directory, sha256.slice(0, 2), sha256);

  const store: BlobStore = {
    async put(bytes) {
      const sha256 = sha256Hex(bytes);
      const path = pathOf(sha256);
      if (await store.has(sha256)) await store.get(sha256);
      else await writeDurably(path, bytes).catch((cause) => Promise.reject(writeTrouble(cause, path)));
      return { sha256, sizeBytes: bytes.byteLength };
    },

    async putFile(file) {
      const { sha256, sizeBytes } = await digestOf(file);
      const path = pathOf(sha256);
      if (!(await store.has(sha256))) await store.receive(sha256, createReadStream(file));
      else if ((await digestOf(path)).sha256 !== sha256) throw damaged(path);
      return { sha256, sizeBytes };
    },

    async remove(sha256) {
      const path = pathOf(sha256);
      try {
        await rm(path, { force: true });
        if (await store.has(sha256)) throw new Error('the file is still there');
        await syncFolder(dirname(path)).catch((cause) => {
          if (codeOf(cause) !== 'ENOENT') throw cause;
        });
      } catch (cause) {
        throw removeTrouble(cause, path);
      }
    },

    async get(sha256) {
      const path = await store.path(sha256);
      const bytes = await readFile(path).catch((cause) => Promise.reject(readTrouble(cause, path)));
      if (sha256Hex(bytes) !== sha256) throw damaged(path);
      // Only redacted bytes come in, and the digest shows that these came in.
      return bytes as Uint8Array as Redacted<Uint8Array>;
    },

    async has(sha256) {
      const path = pathOf(sha256);
      try {
        await access(path);
        return true;
      } catch (cause) {
        if (codeOf(cause) === 'ENOENT') return false;
        throw readTrouble(cause, path);
      }
    },

    async receive(sha256, bytes) {
      const path = pathOf(sha256);
      await writeDurably(path, checked(bytes, sha256, path)).catch((cause) =>
        Promise.reject(cause instanceof RcaError ? cause : writeTrouble(cause, path)),
      );
    },

    async path(sha256) {
      if (await store.has(sha256)) return pathOf(sha256);
      throw missing(pathOf(sha256));
    },
  };
  return store;
}

async function writeDurably(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const folder = dirname(path);
  const madeFrom = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (madeFrom !== undefined) await syncFolder(dirname(madeFrom));
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o400);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
  await syncFolder(folder);
}

/** Passes the bytes on and throws `BLOB_DAMAGED` in place of their end when they are other ones. */
async function* checked(
  bytes: AsyncIterable<Uint8Array>,
  sha256: string,
  where: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) throw damaged(where);
}

/** SHA-256 and size of a file, read piece by piece. */
async function digestOf(path: string): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  await using file = await open(path, 'r');
  for await (const piece of file.createReadStream({ autoClose: false })) {
    hash.update(piece);
    sizeBytes += piece.length;
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

function writeTrouble(cause: unknown, where: string) {
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(cause))) {
    return outsideError(
      {
        code: 'BLOB_STORE_FULL',
        message: 'there is no room left to store evidence; this page was not stored',
        where,
        mend: 'free disk space or raise the quota, then collect or import again',
      },
      cause,
    );
  }
  return outsideError(
    {
      code: 'BLOB_STORE_FAILED',
      message: `evidence cannot be written: ${messageOf(cause)}`,
      where,
      mend: 'check that the folder in blobs.url is there and writable',
    },
    cause,
  );
}

function readTrouble(cause: unknown, where: string) {
  if (codeOf(cause) === 'ENOENT') return missing(where);
  return outsideError(
    {
      code: 'BLOB_STORE_FAILED',
      message: `evidence cannot be read: ${messageOf(cause)}`,
      where,
      mend: 'check that the folder in blobs.url is there and readable',
    },
    cause,
  );
}

const removeTrouble = (cause: unknown, where: string) =>
  outsideError(
    {
      code: 'BLOB_STORE_FAILED',
      message: `a destroyed page cannot be removed: ${messageOf(cause)}`,
      where,
      mend: 'check that the folder in blobs.url is writable, then run rca destroy again: it goes on where it was',
    },
    cause,
  );

const missing = (where: string) =>
  userError({
    code: 'BLOB_MISSING',
    message: 'a stored page is not there',
    where,
    mend: 'check blobs.url, or restore the file from a backup',
  });

const damaged = (where: string) =>
  outsideError({
    code: 'BLOB_DAMAGED',
    message: 'a stored page does not have the digest that it was stored under',
    where,
    mend: 'restore the file from a backup, and check the disk',
  });

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
