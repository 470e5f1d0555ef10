import { userError } from '../domain/errors.ts';
import { findPack } from './find-pack.ts';
import { openFile } from './open-file.ts';
import { parts } from './part-names.ts';
import { readPack } from './read-pack.ts';

/** The checkpoint that is attached to a pack; throws `NOT_A_PACK` and `FILE_UNREADABLE`. Nothing else is checked. */
export async function packCheckpoint(file: string): Promise<string> {
  await using handle = await openFile(file);
  const { size } = await handle.stat();
  const baseBytes = await findPack(handle, size, file);
  const pack =
    baseBytes === undefined
      ? undefined
      : await readPack(handle, size, baseBytes, { keep: (name) => name === parts.checkpoint });
  const note = pack?.attachments.get(parts.checkpoint)?.bytes?.toString('utf8');
  if (note !== undefined) return note;
  throw userError({
    code: 'NOT_A_PACK',
    message: 'the pack is damaged: its checkpoint cannot be read',
    where: file,
    mend: 'see what is wrong with rca verify, or take the checkpoint from elsewhere',
  });
}
