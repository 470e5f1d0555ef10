import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeBag, type OutgoingBlob, type PreparedBag } from '../archive/make-bag.ts';
import { neededBlobs } from '../archive/needed-blobs.ts';
import { isDestroyed } from '../archive/rows-against-ledger.ts';
import { writeTar } from '../archive/tar.ts';
import { messageOf, outsideError, RcaError } from '../domain/errors.ts';
import { originOf } from '../domain/origin.ts';
import { merkleRoot } from '../evidence/merkle.ts';
import type { IncidentRows } from '../evidence/store.ts';
import { readEntries } from '../ledger/read-entries.ts';
import { checkpointBody } from '../pack/checkpoint.ts';
import { signNote } from '../pack/seal/signed-note.ts';
import { act, type Context } from './context.ts';
import type { ExportResult, ExportTarget } from './use-cases.ts';

type Exporting = Pick<Context, 'store' | 'blobs' | 'sealer' | 'tool' | 'nowMs'>;

/**
 * Writes everything of an incident as one archive. It is recorded before the first byte leaves: what a reader may
 * have got is never unrecorded.
 */
export async function exportIncident(
  context: Exporting,
  incident: string,
  target: ExportTarget,
  actor: string,
  onProgress: (doneBytes: number, allBytes: number) => void,
): Promise<ExportResult> {
  const bag = await context.store.exportIncident(
    incident,
    (rows) => prepare(context, incident, rows),
    act(context, actor),
  );
  let doneBytes = 0;
  const counted = (write: (chunk: Uint8Array) => Promise<void>) => async (chunk: Uint8Array) => {
    await write(chunk);
    doneBytes += chunk.length;
    onProgress(Math.min(doneBytes, bag.body.sizeBytes), bag.body.sizeBytes);
  };
  const writeAll = (write: (chunk: Uint8Array) => Promise<void>) =>
    writeTar(bag.members(bag.line), bag.mtimeMs, counted(write));
  if (target.kind === 'stream') await writeAll(target.write);
  else await writeFileWhole(target.path, writeAll);
  return {
    incident,
    path: target.kind === 'file' ? target.path : null,
    sizeBytes: doneBytes,
    files: bag.files,
    manifestSha256: bag.body.manifestSha256,
  };
}

async function prepare(context: Exporting, incident: string, rows: IncidentRows): Promise<PreparedBag> {
  const tables = new Map(
    [...rows.tables].map(([table, lines]) => [
      table,
      lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    ]),
  );
  const ledger = (tables.get('ledger') ?? []).map((row) => String(row['line']));
  const entries = readEntries(ledger);
  const root = Buffer.from(merkleRoot(ledger)).toString('hex');
  const origin = originOf(incident, ledger);
  const checkpoint = checkpointBody(origin, { size: ledger.length, root });
  const signer = context.sealer?.signingKey ?? null;
  return makeBag({
    incident,
    ledger,
    checkpoint: signer === null ? checkpoint : signNote(checkpoint, origin, signer),
    tables: rows.tables,
    blobs: await blobsOf(context, neededBlobs(tables), isDestroyed(entries)),
    schema: rows.schema,
    asOf: entries.at(-1)?.at ?? '',
    tool: context.tool,
  });
}

async function blobsOf(
  { blobs }: Exporting,
  { required, named }: ReturnType<typeof neededBlobs>,
  destroyed: boolean,
): Promise<readonly OutgoingBlob[]> {
  const found: OutgoingBlob[] = [];
  for (const sha256 of [...required.keys(), ...named].sort()) {
    const mayBeGone = named.has(sha256) || destroyed;
    if (mayBeGone && !(await blobs.has(sha256))) continue;
    const path = await blobs.path(sha256);
    found.push({ sha256, path, sizeBytes: (await stat(path)).size });
  }
  return found;
}

/** The file appears whole or not at all; one that was there is replaced. */
async function writeFileWhole(
  path: string,
  writeAll: (write: (chunk: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.unfinished`);
  try {
    await using file = await open(draft, 'wx', 0o600);
    await writeAll(async (chunk) => {
      await file.writeFile(chunk);
    });
    await file.sync();
    await rename(draft, path);
  } catch (cause) {
    if (cause instanceof RcaError) throw cause;
    throw outsideError(
      {
        code: 'ARCHIVE_UNWRITTEN',
        message: `the archive could not be written: ${messageOf(cause)}`,
        where: path,
        mend: 'choose a folder with room that this account may write to',
      },
      cause,
    );
  } finally {
    await rm(draft, { force: true });
  }
}
