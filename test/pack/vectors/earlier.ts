import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { Vector } from './good.ts';

/** Where packs lie that an earlier version made: they must be read for good. */
export const EARLIER = 'earlier';

const FOLDER = new URL(`../../vectors/${EARLIER}/`, import.meta.url);

/** By folder and name, as they are. */
export async function earlierPacks(): Promise<ReadonlyMap<string, Vector>> {
  const packs = new Map<string, Vector>();
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.pdf'));
  for (const file of files) {
    const folder = new URL(`${file}.evidence/`, FOLDER);
    const names = existsSync(folder) ? await readdir(folder) : [];
    const beside = new Map<string, Buffer>();
    for (const name of names.toSorted()) beside.set(name, await readFile(new URL(name, folder)));
    packs.set(`${EARLIER}/${file.slice(0, -'.pdf'.length)}`, {
      pack: await readFile(new URL(file, FOLDER)),
      beside,
    });
  }
  return packs;
}
