import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What people name is held whole up to here: keys, policies, templates, lists and notes are smaller. */
const BYTES_MAX = 64 * 1024 * 1024;

/** Opening a pipe that nobody writes to would wait for ever; a regular file takes no notice. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

const noRegular = () => new Error('it is not a regular file; a pipe or a device may never end');
const tooLarge = (bytesMax: number) => new Error(`it has more than ${bytesMax / 1024 / 1024} MiB`);

/** Opens a file that ends. Throws for a folder, a pipe and a device, at once. */
export async function openRegular(path: string): Promise<FileHandle> {
  const handle = await open(path, FLAGS);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw noRegular();
}

/** A whole file of at most that many bytes, also when it grows meanwhile. Throws for what is no regular file. */
export async function readRegular(path: string, bytesMax: number = BYTES_MAX): Promise<Buffer> {
  await using handle = await openRegular(path);
  if ((await handle.stat()).size > bytesMax) throw tooLarge(bytesMax);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of handle.createReadStream({ autoClose: false, end: bytesMax })) {
    pieces.push(piece);
    bytes += piece.length;
  }
  if (bytes > bytesMax) throw tooLarge(bytesMax);
  return Buffer.concat(pieces, bytes);
}

/** The same without waiting, for what is read before anything else is done. */
export function readRegularSync(path: string, bytesMax: number = BYTES_MAX): Buffer {
  const fd = openSync(path, FLAGS);
  try {
    const found = fstatSync(fd);
    if (!found.isFile()) throw noRegular();
    if (found.size > bytesMax) throw tooLarge(bytesMax);
    // Of a file without a size, as /proc has them, a little is read.
    const buffer = Buffer.alloc(Math.max(found.size, 64 * 1024));
    let bytes = 0;
    for (let read = -1; read !== 0 && bytes < buffer.length; bytes += read) {
      read = readSync(fd, buffer, bytes, buffer.length - bytes, null);
    }
    return buffer.subarray(0, bytes);
  } finally {
    closeSync(fd);
  }
}
