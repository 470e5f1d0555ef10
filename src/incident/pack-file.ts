import { lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, outsideError, userError } from '../domain/errors.ts';

/**
 * Makes the folder of a pack. A finished pack is renamed into place, which would also put it where a device
 * was: throws `PACK_UNWRITTEN` unless the name is free or a file's.
 */
export async function makeRoomForPack(path: string): Promise<void> {
  let isTaken: boolean;
  try {
    await mkdir(dirname(path), { recursive: true });
    isTaken = await isTakenByOther(path);
  } catch (cause) {
    throw outsideError(
      {
        code: 'PACK_UNWRITTEN',
        message: `the pack could not be written: ${messageOf(cause)}`,
        where: path,
        mend: 'choose a folder with room that this account may write to',
      },
      cause,
    );
  }
  if (!isTaken) return;
  throw userError({
    code: 'PACK_UNWRITTEN',
    message: 'a pack is written as a file, and something else has this name',
    where: path,
    mend: 'give --out the name of a file',
  });
}

async function isTakenByOther(path: string): Promise<boolean> {
  try {
    return !(await lstat(path)).isFile();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
