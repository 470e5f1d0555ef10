import { type FileHandle, open, stat } from 'node:fs/promises';
import { messageOf, userError } from '../domain/errors.ts';

/** Opens a regular file for reading; throws `FILE_UNREADABLE`. */
export async function openFile(file: string): Promise<FileHandle> {
  try {
    if ((await stat(file)).isFile()) return await open(file, 'r');
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
  throw unreadable(file, 'it is not a regular file');
}

const unreadable = (file: string, why: string, cause?: unknown) =>
  userError(
    {
      code: 'FILE_UNREADABLE',
      message: `the file cannot be opened: ${why}`,
      where: file,
      mend: 'name a PDF that rca pack wrote',
    },
    cause,
  );
