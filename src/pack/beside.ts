import { createHash, randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BesidePack } from '../domain/record.ts';
import type { PackInput } from './input.ts';
import type { ManifestItem } from './manifest.ts';
import { pieces } from './pieces.ts';
import type { Beside } from './random-access.ts';
import { damaged } from './update-writer.ts';

/** The folder for evidence that does not fit into a pack. */
const besideFolder = (packFile: string): string => `${packFile}.evidence`;

/** SHA-256 of a file, read piece by piece. */
export async function digestOfFile(path: string): Promise<string> {
  await using handle = await open(path, 'r');
  const hash = createHash('sha256');
  for await (const piece of pieces(handle, 0, (await handle.stat()).size)) hash.update(piece);
  return hash.digest('hex');
}

/** The files beside a pack. */
export const besideFile = (packFile: string): Beside => ({
  place: besideFolder(packFile),
  async find(sha256) {
    const path = join(besideFolder(packFile), sha256);
    const found = await stat(path).catch(missingIsUndefined);
    return found?.isFile() ? { sizeBytes: found.size, digest: () => digestOfFile(path) } : undefined;
  },
});

function missingIsUndefined(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return;
  throw error;
}

/** Sizes in bytes of the pages that are placed beside the pack, by digest. */
export const besidePages = (items: readonly ManifestItem[]): ReadonlyMap<string, number> =>
  new Map(
    items.flatMap(({ pages }) =>
      pages.filter(({ placed }) => placed === 'beside').map(({ sha256, sizeBytes }) => [sha256, sizeBytes]),
    ),
  );

/** Lays the pages that are placed beside the pack under their digests. */
export async function layBeside(
  items: readonly ManifestItem[],
  input: Pick<PackInput, 'pagePath'>,
  packFile: string,
): Promise<BesidePack> {
  const digests = besidePages(items);
  const folder = besideFolder(packFile);
  if (digests.size > 0) await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const sha256 of digests.keys()) {
    const unfinished = join(folder, `.${sha256}.${randomUUID()}.unfinished`);
    try {
      await copyFile(await input.pagePath(sha256), unfinished);
      await chmod(unfinished, 0o600);
      if ((await digestOfFile(unfinished)) !== sha256) throw damaged(sha256);
      await rename(unfinished, join(folder, sha256));
    } finally {
      await rm(unfinished, { force: true });
    }
  }
  return { files: digests.size, sizeBytes: [...digests.values()].reduce((sum, bytes) => sum + bytes, 0) };
}
