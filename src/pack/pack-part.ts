import { userError } from '../domain/errors.ts';
import { parseJson } from '../domain/parse-json.ts';
import { findPack, notAPack } from './find-pack.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { openFile } from './open-file.ts';
import { parts } from './part-names.ts';
import { readPack } from './read-pack.ts';
import { utf8 } from './utf8.ts';

/** The checkpoint that is attached to a pack; throws `NOT_A_PACK` and `FILE_UNREADABLE`. Nothing else is checked. */
export async function packCheckpoint(file: string): Promise<string> {
  const note = await partOf(file, parts.checkpoint);
  if (note !== undefined) return note;
  throw userError({
    code: 'NOT_A_PACK',
    message: 'the pack is damaged: its checkpoint cannot be read',
    where: file,
    mend: 'see what is wrong with rca verify, or take the checkpoint from elsewhere',
  });
}

/** The manifest of a pack, likewise. */
export async function packManifest(file: string): Promise<Manifest> {
  const manifest = manifestSchema.safeParse(parseJson((await partOf(file, parts.manifest)) ?? ''));
  if (manifest.success) return manifest.data;
  throw userError({
    code: 'NOT_A_PACK',
    message: 'the pack is damaged: its manifest cannot be read',
    where: file,
    mend: 'see what is wrong with rca verify',
  });
}

async function partOf(file: string, part: string): Promise<string | undefined> {
  await using handle = await openFile(file);
  const { size } = await handle.stat();
  const found = await findPack(handle, size);
  if (found === null) throw notAPack(file);
  const { baseBytes } = found;
  const pack =
    baseBytes === undefined
      ? undefined
      : await readPack(handle, size, baseBytes, { keep: (name) => name === part });
  return utf8(pack?.attachments.get(part)?.bytes);
}
