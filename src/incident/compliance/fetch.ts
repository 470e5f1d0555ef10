import { randomUUID } from 'node:crypto';
import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, outsideError, userError } from '../../domain/errors.ts';
import type { RecordedPack } from '../../domain/record.ts';
import { digestOfFile, layBeside } from '../../pack/beside.ts';
import { packManifest } from '../../pack/pack-part.ts';
import { act, type Context } from '../context.ts';
import { makeRoomForPack } from '../pack-file.ts';

/**
 * Writes a pack of the record to a file, after its digest was found right, with the evidence that belongs beside it,
 * and enters that it was fetched.
 */
export async function fetchPack(
  context: Context,
  incident: string,
  version: number,
  outFile: string,
  actor: string,
): Promise<RecordedPack> {
  const pack = (await context.record.packs(incident)).find((known) => known.version === version);
  if (!pack) {
    throw userError({
      code: 'PACK_UNKNOWN',
      message: `the record of ${incident} has no pack of version ${version}`,
      where: '--fetch',
      mend: `see which it has with: rca record ${incident}`,
    });
  }
  if ((await context.record.destruction(incident)) !== null) {
    throw userError({
      code: 'INCIDENT_DESTROYED',
      message: `the content of ${incident} was destroyed, its packs too`,
      mend: `copies that left the house are listed by: rca record ${incident}`,
    });
  }
  const stored = await context.blobs.path(pack.sha256);
  await makeRoomForPack(outFile);
  const unfinished = join(dirname(outFile), `.${basename(outFile)}.${randomUUID()}.unfinished`);
  try {
    await copyFile(stored, unfinished);
    await chmod(unfinished, 0o600);
    if ((await digestOfFile(unfinished)) !== pack.sha256) throw damaged(stored);
    const manifest = await packManifest(unfinished);
    await layBeside(manifest.items, { pagePath: (sha256) => context.blobs.path(sha256) }, outFile);
    await rename(unfinished, outFile);
  } catch (cause) {
    throw cause instanceof Error && 'syscall' in cause ? unwritten(outFile, cause) : cause;
  } finally {
    await rm(unfinished, { force: true });
  }
  const body = { version, sha256: pack.sha256 };
  await context.store.record(incident, 'pack.fetched', body, act(context, actor));
  return pack;
}

const damaged = (where: string) =>
  outsideError({
    code: 'BLOB_DAMAGED',
    message:
      'the pack in the record does not have the digest that it was stored under; it was not handed out',
    where,
    mend: 'restore the file from a backup or from a delivered copy, and check the disk',
  });

const unwritten = (where: string, cause: unknown) =>
  outsideError(
    {
      code: 'PACK_UNWRITTEN',
      message: `the pack could not be written: ${messageOf(cause)}`,
      where,
      mend: 'choose a folder with room that this account may write to',
    },
    cause,
  );
