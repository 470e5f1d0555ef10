import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRegular } from '#platform/regular-file';
import { browserDigest, printPdf } from '../documents/pdf.ts';
import { loadTemplates } from '../documents/templates.ts';
import { sha256Hex } from '../domain/canonical.ts';
import { messageOf, outsideError, RcaError, tell } from '../domain/errors.ts';
import { besideFile } from '../pack/beside.ts';
import { openFile } from '../pack/open-file.ts';
import { finalizePdf } from '../pack/pdfa/finalize.ts';
import { readAttached } from './attached.ts';
import type { Printer } from './pages.ts';
import { recompute } from './recompute.ts';
import type { Recomputation } from './report.ts';

/** What the reader gives of their own. */
export interface Given {
  readonly policy?: string | undefined;
  readonly controls?: string | undefined;
  /** Folder of templates in place of this version's. */
  readonly templatesDir?: string | undefined;
  /** Folder with pages of evidence, each under its SHA-256. */
  readonly evidenceDir?: string | undefined;
  /** Executable of a browser; null looks for one. */
  readonly browser: string | null;
  readonly version: string;
}

const ours = fileURLToPath(new URL('../../templates', import.meta.url));

/** Makes a pack's documents again from what is attached to it; undefined when the pack cannot be read. */
export async function recomputeFile(
  file: string,
  given: Given,
  printer: Printer = printerOf(given.browser),
): Promise<Recomputation | undefined> {
  await using handle = await openFile(file);
  const attached = await readAttached(handle, (await handle.stat()).size);
  if (attached === undefined) return undefined;
  const known = async (text: string | undefined, name: string) =>
    text === undefined
      ? { text: await readFile(join(ours, name), 'utf8'), whose: 'default' as const }
      : { text, whose: 'given' as const };
  const folders = [besideFile(file).place, ...(given.evidenceDir === undefined ? [] : [given.evidenceDir])];
  return recompute(attached, {
    policy: await known(given.policy, 'policy.yaml'),
    controls: await known(given.controls, 'controls.yaml'),
    templates: await loadTemplates(ours, given.templatesDir),
    beside: (sha256) => pageIn(folders, sha256),
    printer,
    version: given.version,
  });
}

/** The first file of that name that has that digest. */
async function pageIn(folders: readonly string[], sha256: string): Promise<Uint8Array | undefined> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  for (const folder of folders) {
    const page = await fileAt(join(folder, sha256));
    if (page !== undefined && sha256Hex(page) === sha256) return page;
  }
  return undefined;
}

async function fileAt(path: string): Promise<Buffer | undefined> {
  try {
    await using handle = await openRegular(path);
    return await handle.readFile();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw outsideError(
      {
        code: 'FILE_UNREADABLE',
        message: `the evidence cannot be read: ${messageOf(cause)}`,
        where: path,
        mend: 'make the file readable, or take it out of the folder',
      },
      cause,
    );
  }
}

/** A browser that is not there is no fault of the pack. */
export const printerOf =
  (executable: string | null): Printer =>
  async (html, meta, options) => {
    try {
      const printed = await printPdf(html, { executable });
      return { base: await finalizePdf(printed, meta, options), browser: browserDigest(printed) };
    } catch (cause) {
      if (cause instanceof RcaError) return tell(cause);
      throw cause;
    }
  };
