import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';
import { outsideError } from '../../domain/errors.ts';
import { filesOfTar } from './tar.ts';

export interface BundledChromium {
  readonly executable: string;
  /** Libraries that it needs and that a bare system lacks. */
  readonly libraries: string;
}

/**
 * The Chromium of `@sparticuz/chromium`, unpacked once into a folder that only this user can write to; null
 * where it does not run. The package's own unpacking is not used: it trusts a fixed name in the shared
 * temporary folder and leaves a half-written file for a second process to run.
 */
export async function bundledChromium(): Promise<BundledChromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const root = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const dir = await privateDir(join(tmpdir(), `rca-chromium-${version}-${process.getuid?.() ?? 0}`));
  const executable = join(dir, 'chromium');
  const libraries = join(dir, 'lib');
  if (!(await exists(libraries))) await unpackLibraries(join(root, 'bin', 'al2023.tar.br'), dir);
  if (!(await exists(executable))) await unpack(join(root, 'bin', 'chromium.br'), executable);
  return { executable, libraries };
}

async function privateDir(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const stats = await lstat(dir);
  if (stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0) return dir;
  throw outsideError({
    code: 'BROWSER_FOLDER_UNSAFE',
    message: 'the folder for the browser belongs to somebody else, who could replace it',
    where: dir,
    mend: 'remove the folder, or set RCA_BROWSER to the path of a Chrome or Chromium',
  });
}

/** Written under a name of its own first, so that nobody else ever sees a part of it. */
async function unpack(archive: string, target: string): Promise<void> {
  const part = `${target}.${randomUUID()}.part`;
  await pipeline(
    createReadStream(archive),
    createBrotliDecompress({ chunkSize: 1 << 21 }),
    createWriteStream(part, { mode: 0o700 }),
  );
  await rename(part, target);
}

async function unpackLibraries(archive: string, dir: string): Promise<void> {
  const part = join(dir, `lib.${randomUUID()}.part`);
  await mkdir(part, { recursive: true });
  for (const file of filesOfTar(brotliDecompressSync(await readFile(archive)))) {
    await writeFile(join(part, file.name), file.bytes, { mode: 0o600 });
  }
  try {
    await rename(part, join(dir, 'lib'));
  } catch (cause) {
    // Somebody else was first; that folder holds the same files.
    if (!(await exists(join(dir, 'lib')))) throw cause;
    await rm(part, { recursive: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false;
    throw cause;
  }
}
