import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { BesideFile, Parcel } from '../../src/deliver/destination.ts';
import { sha256Hex } from '../../src/domain/canonical.ts';

/** Pages of evidence that did not fit into the PDF. */
export async function filesBeside(dir: string): Promise<readonly BesideFile[]> {
  const pages = ['a first page\n', 'a second, longer page\n'];
  return Promise.all(
    pages.map(async (page) => {
      const path = join(dir, sha256Hex(page).slice(0, 8));
      await writeFile(path, page);
      return { path, sha256: sha256Hex(page), sizeBytes: page.length };
    }),
  );
}

/** A parcel of one small file, and a folder that goes with the test. */
export async function parcelFor(
  t: TestContext,
  changes: Partial<Parcel> = {},
): Promise<{ readonly dir: string; readonly parcel: Parcel; readonly bytes: Buffer }> {
  const dir = await mkdtemp(join(tmpdir(), 'rca-deliver-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  const bytes = Buffer.from('%PDF-1.7 a pack');
  const path = join(dir, 'pack.pdf');
  await writeFile(path, bytes);
  return {
    dir,
    bytes,
    parcel: {
      incident: 'INC-2026-0001',
      version: 3,
      path,
      sha256: sha256Hex(bytes),
      sizeBytes: bytes.length,
      manifestSha256: sha256Hex('manifest'),
      writtenAt: '2026-01-27T12:00:00.000Z',
      held: false,
      ledger: { size: 9, tip: sha256Hex('tip') },
      checkpoint: 'rca/INC-2026-0001\n9\nroot\n',
      beside: [],
      ...changes,
    },
  };
}
