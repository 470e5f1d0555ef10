import { readInfo } from '../archive/bag-text.ts';
import { judgeContents } from '../archive/contents.ts';
import type { ArchiveFault } from '../archive/fault.ts';
import { ARCHIVE_FORMAT, blobAt, places, readEntryName } from '../archive/layout.ts';
import type { ArchivedLedger } from '../archive/ledger-parts.ts';
import { type Bag, readBag } from '../archive/read-bag.ts';
import { isDestroyed } from '../archive/rows-against-ledger.ts';
import { readTar } from '../archive/tar.ts';
import { canonicalJson } from '../domain/canonical.ts';
import { userError } from '../domain/errors.ts';
import { originOf } from '../domain/origin.ts';
import { merkleRoot } from '../evidence/merkle.ts';
import { readMigrations } from '../evidence/migrations.ts';
import { readEntries } from '../ledger/read-entries.ts';
import { readCheckpoint } from '../pack/checkpoint.ts';
import { signatureOf } from '../pack/checkpoint-consistency.ts';
import type { PublicKey } from '../pack/seal/ed25519.ts';
import type { Context } from './context.ts';
import type { GivenHead, RestoreResult } from './use-cases.ts';

/**
 * Takes an exported incident into this store. Everything is verified before anything is changed; then pages are
 * stored, which alone mean nothing, and all rows in one transaction. The ledger gets no entry of its own: it must
 * stay the origin's, line for line.
 */
export async function restoreIncident(
  context: Pick<Context, 'store' | 'blobs'>,
  path: string,
  given: GivenHead | null,
  onProgress: (doneBytes: number) => void,
): Promise<RestoreResult> {
  let doneBytes = 0;
  const onBytes = (bytes: number): void => {
    doneBytes += bytes;
    onProgress(doneBytes);
  };
  const bag = await readBag(path, onBytes);
  // A damaged archive says nothing that one could go by.
  if (!bag.faults.some(({ check }) => check === 'bag.digests')) await refuseNewer(bag, path);
  const { ledger, tables, faults } = judgeContents(bag);
  const all = [...bag.faults, ...faults, ...judgeCheckpoints(bag, ledger, given)];
  const incident = bag.incident ?? '';
  const result = { incident, entries: ledger?.entries.length ?? 0, blobs: bag.blobs.size, faults: all };
  if (ledger === null || all.length > 0) return { ...result, restored: false, wasThere: false };

  if (await isThere(context, incident, [...ledger.exported, ledger.tail])) {
    return { ...result, restored: false, wasThere: true };
  }
  await takeBlobs(context, path, onBytes);
  const rows = new Map(tables).set('ledger', [...(tables.get('ledger') ?? []), tailRow(incident, ledger)]);
  if (!(await context.store.restoreIncident(incident, rows))) {
    throw taken(incident, 'was started or restored here meanwhile', 'run the command again');
  }
  return { ...result, restored: true, wasThere: false };
}

/** The line of the export, as the row that it is at the origin. */
const tailRow = (incident: string, { exported, tail }: ArchivedLedger): string =>
  canonicalJson({ incident, seq: exported.length, line: tail, request_key: null });

async function refuseNewer(bag: Bag, where: string): Promise<void> {
  const info = readInfo(bag.texts.get(places.info) ?? '');
  const format = Number(info.get('Rca-Archive-Format'));
  const schema = Number(info.get('Rca-Schema'));
  const known = (await readMigrations()).at(-1)?.id ?? 0;
  if (format <= ARCHIVE_FORMAT && schema <= known) return;
  if (Number.isNaN(format) || Number.isNaN(schema)) {
    throw userError({
      code: 'ARCHIVE_UNREADABLE',
      message: `this is no archive of rca: ${places.info} does not say which format and schema it has`,
      where,
      mend: 'give a file that rca export wrote, or a tar of the folder that it unpacks to',
    });
  }
  throw userError({
    code: 'ARCHIVE_NEWER',
    message: `the archive has format ${format} and schema ${schema}, this rca knows up to ${ARCHIVE_FORMAT} and ${known}`,
    where,
    mend: 'restore it with the version of rca that exported it, or a later one',
  });
}

const GIVEN = 'ledger.given-checkpoint';

function judgeSignature(note: string, key: PublicKey): readonly ArchiveFault[] {
  const head = readCheckpoint(note);
  if (head === undefined) return [];
  const signature = signatureOf(note, head, key);
  if (signature === 'valid') return [];
  const words = {
    unsigned: 'is not signed',
    'not valid': 'has a signature that is not valid',
    'by another key': 'is signed by another key than the given one',
  };
  return [{ check: GIVEN, detail: `the given checkpoint ${words[signature]}` }];
}

function judgeCheckpoints(
  bag: Bag,
  ledger: ArchivedLedger | null,
  given: GivenHead | null,
): readonly ArchiveFault[] {
  if (ledger === null) return [];
  const lines = [...ledger.exported, ledger.tail];
  const judge = (check: ArchiveFault['check'], note: string, name: string): readonly ArchiveFault[] => {
    const head = readCheckpoint(note);
    if (head === undefined) return [{ check, detail: `${name} is no checkpoint` }];
    if (head.origin !== originOf(bag.incident ?? '', lines))
      return [{ check, detail: `${name} is of ${head.origin}` }];
    if (head.size > lines.length) {
      return [{ check, detail: `${name} is of ${head.size} lines, the ledger has ${lines.length}` }];
    }
    const root = Buffer.from(merkleRoot(lines.slice(0, head.size))).toString('hex');
    return root === head.root ? [] : [{ check, detail: `${name} has another root than the ledger` }];
  };
  return [
    ...judge('ledger.checkpoint', bag.texts.get(places.checkpoint) ?? '', places.checkpoint),
    ...(given === null ? [] : judge(GIVEN, given.note, 'the given checkpoint')),
    ...(given === null || given.key === null ? [] : judgeSignature(given.note, given.key)),
  ];
}

/** True when the store has the very same ledger, or one that goes on from it; throws when it has any other. */
async function isThere(
  { store }: Pick<Context, 'store'>,
  incident: string,
  archived: readonly string[],
): Promise<boolean> {
  const known = await store.incidents();
  if (!known.some(({ id }) => id === incident)) return false;
  const here = await store.ledger(incident);
  const common = archived.findIndex((line, at) => here[at] !== line);
  if (isDestroyed(readEntries(here))) {
    throw userError({
      code: 'INCIDENT_DESTROYED',
      message: `evidence of ${incident} was destroyed here under its retention policy, and an archive does not undo that`,
      where: incident,
      mend: 'restore into another store if you may: --home FOLDER',
    });
  }
  if (common < 0) return true;
  if (common === here.length) {
    throw taken(
      incident,
      `is here with the first ${here.length} of the archive's ${archived.length} ledger lines; extending it is not done`,
      'restore into an empty store: --home FOLDER',
    );
  }
  throw taken(
    incident,
    `is here with another ledger: line ${common} differs`,
    'restore into an empty store: --home FOLDER',
  );
}

const taken = (incident: string, message: string, mend: string) =>
  userError({ code: 'INCIDENT_EXISTS', message: `${incident} ${message}`, where: incident, mend });

async function takeBlobs(
  { blobs }: Pick<Context, 'blobs'>,
  path: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  for await (const member of readTar(path)) {
    const sha256 = blobAt(readEntryName(member.name)?.place ?? '');
    if (sha256 === undefined) {
      for await (const chunk of member.bytes) onBytes(chunk.length);
    } else {
      await blobs.receive(sha256, counted(member.bytes, onBytes));
    }
  }
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    yield chunk;
    onBytes(chunk.length);
  }
}
