import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packTar, type TarHeader, unpackTar } from 'modern-tar';
import { writeManifest } from '../../src/archive/bag-text.ts';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import { chain, emptyHead, type LedgerEntry } from '../../src/domain/ledger.ts';
import type { Redacted } from '../../src/domain/redacted.ts';
import type { SectionBody } from '../../src/domain/section.ts';
import { exportIncident } from '../../src/incident/export.ts';
import { restoreIncident } from '../../src/incident/restore.ts';
import type { PublicKey } from '../../src/pack/seal/ed25519.ts';
import { act, gapDraft, incidentDraft, itemDraft, noteDraft, redacted, window } from '../evidence/samples.ts';
import type { OpenStore } from '../helpers/stores.ts';

export const INCIDENT = 'INC-2026-0001';

const packDraft = {
  version: 1,
  sha256: sha256Hex('pack'),
  sizeBytes: 4,
  manifestSha256: sha256Hex('manifest'),
  signer: null,
  authorityClock: null,
  beside: { files: 0, sizeBytes: 0 },
  path: '/packs/pack.pdf',
};

const lesson: SectionBody = {
  kind: 'lesson',
  text: 'Roll back first',
  evidence: [],
  withdrawn: null,
  side: 'well',
};

/** An incident with something in every table that the store's own methods fill. */
export async function fill(
  { store, record, blobs }: OpenStore,
  pages: readonly string[] = ['one', 'two', 'three'],
) {
  const { id } = await store.startIncident(incidentDraft(), act, 'request-1');
  for (const page of new Set(['one', ...pages])) {
    await blobs.put(Buffer.from(page) as Uint8Array as Redacted<Uint8Array>);
    await store.addItem(id, itemDraft(page), [gapDraft(page)], act);
  }
  await store.startCollection(id, { id: 'C-1', sources: ['edge-waf', 'slis'], window }, act);
  await store.finishSource('C-1', 'edge-waf', { items: [itemDraft('one')], gaps: [], error: null }, act);
  await store.finishSource('C-1', 'slis', { items: [], gaps: [gapDraft('denied')], error: 'denied' }, act);
  await store.writeNote(id, noteDraft('paged “on-call” \u{1f525}'), act, 'note-1');
  await store.editNote(id, 'N-0001', noteDraft('paged on-call'), act);
  await store.withdraw(id, 'E-0002', redacted('a mistake'), act);
  await store.packVersion(id);
  await record.packWritten(id, packDraft, [], act);
  await store.changeIncident(id, () => ({ type: 'incident.renamed', title: redacted('Renamed') }), act);
  await store.writeSection(id, lesson, act);
  const signed = {
    role: 'sre',
    roleFrom: 'own-word',
    document: { kind: 'evidence-pack', format: 'pdf', version: 1, sha256: packDraft.sha256 },
    independence: null,
  };
  const decided = { type: 'signoff.approved', reason: redacted('looks right'), body: signed } as const;
  await store.signOff(id, () => decided as never, act);
  const hold = await record.placeHold(id, redacted('a case'), act);
  await record.releaseHold(id, hold.id, redacted('over'), act);
  await store.keepDerived(id, 'findings', 'basis', { a: 1 });
}

export async function exportTo(opened: OpenStore, path: string) {
  const context = {
    store: opened.store,
    blobs: opened.blobs,
    sealer: null,
    tool: { name: 'rca', version: '0.1.0' } as const,
    nowMs: () => Date.parse('2026-01-27T13:00:00Z'),
  };
  return exportIncident(context, INCIDENT, { kind: 'file', path }, 'cli:root', () => undefined);
}

export const restoreFrom = (
  opened: OpenStore,
  path: string,
  note: string | null = null,
  key: PublicKey | null = null,
) => restoreIncident(opened, path, note === null ? null : { note, key }, () => undefined);

/** What the store says of the incident. */
export async function told({ store, blobs }: OpenStore) {
  const items = await store.items(INCIDENT);
  return {
    incident: await store.incident(INCIDENT),
    items,
    gaps: await store.gaps(INCIDENT),
    notes: await store.notes(INCIDENT),
    collections: await store.collections(INCIDENT),
    runs: await store.sourceRuns('C-1'),
    ledger: await store.ledger(INCIDENT),
    pages: await Promise.all(
      items
        .flatMap(({ item }) => item.pages)
        .map(async ({ sha256 }) => Buffer.from(await blobs.get(sha256)).toString()),
    ),
  };
}

export type Members = Map<string, { readonly header: TarHeader; data: Buffer }>;

/** Members by their place in the bag. */
export async function readMembers(path: string): Promise<Members> {
  const entries = await unpackTar(await readFile(path));
  return new Map(
    entries.map(({ header, data }) => [
      header.name.slice(INCIDENT.length + 1),
      { header, data: Buffer.from(data ?? new Uint8Array()) },
    ]),
  );
}

export async function writeMembers(members: Members, dir: string): Promise<string> {
  const path = join(dir, 'changed.tar');
  const entries = [...members.values()].map(({ header, data }) => ({
    header: { ...header, size: header.type === 'file' ? data.length : 0 },
    ...(header.type === 'file' ? { body: data } : {}),
  }));
  await writeFile(path, await packTar(entries));
  return path;
}

export function put(members: Members, place: string, text: string | Buffer): void {
  const [any] = members.values();
  const header = { ...any?.header, name: `${INCIDENT}/${place}`, size: 0, type: 'file' } as TarHeader;
  members.set(place, { header, data: Buffer.from(text) });
}

export const text = (members: Members, place: string): string => members.get(place)?.data.toString() ?? '';

/** Makes all manifests anew, as a forger would who knows the format. */
export function forgeManifests(members: Members): void {
  const payload = [...members].filter(([place]) => place.startsWith('data/'));
  const digests = (chosen: typeof payload) =>
    writeManifest(chosen.map(([place, { data }]) => ({ place, sha256: sha256Hex(data) })));
  put(members, 'manifest-sha256.txt', digests(payload));
  const oxum = `${payload.reduce((sum, [, { data }]) => sum + data.length, 0)}.${payload.length}`;
  put(
    members,
    'bag-info.txt',
    text(members, 'bag-info.txt').replace(/^Payload-Oxum: .*$/m, `Payload-Oxum: ${oxum}`),
  );
  const tags = [...members].filter(
    ([place]) => !place.startsWith('data/') && !place.startsWith('tagmanifest'),
  );
  put(members, 'tagmanifest-sha256.txt', digests(tags));
}

/** And the line that records the export, so that it names the forged payload. */
export function forgeTail(members: Members): void {
  const payload = [...members].filter(([place]) => place.startsWith('data/'));
  const line = JSON.parse(text(members, 'ledger-tail.ndjson')) as LedgerEntry;
  const body = {
    manifestSha256: sha256Hex(text(members, 'manifest-sha256.txt')),
    files: payload.length,
    sizeBytes: payload.reduce((sum, [, { data }]) => sum + data.length, 0),
  };
  const last = text(members, 'data/ledger.ndjson').trimEnd().split('\n').at(-1) ?? '';
  put(members, 'ledger-tail.ndjson', `${canonicalJson({ ...line, body, prev: sha256Hex(last) })}\n`);
  forgeManifests(members);
}

/** Changes the ledger's entries and links them anew, in both places that hold them. */
export function forgeLedger(members: Members, change: (entry: LedgerEntry) => LedgerEntry): void {
  let head = emptyHead;
  const lines = text(members, 'data/ledger.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { at, type, actor, body } = change(JSON.parse(line) as LedgerEntry);
      const next = chain(head, { at, type, actor, body });
      head = next.head;
      return next.line;
    });
  put(members, 'data/ledger.ndjson', `${lines.join('\n')}\n`);
  changeRows(members, 'ledger', (row) => ({ ...row, line: lines[Number(row['seq'])] }));
}

type Row = Readonly<Record<string, unknown>>;

/** Changes rows of a table; null takes one out. */
export function changeRows(members: Members, table: string, change: (row: Row) => Row | null): void {
  const place = `data/rows/${table}.ndjson`;
  const rows = text(members, place)
    .trimEnd()
    .split('\n')
    .map((line) => change(JSON.parse(line) as Row))
    .filter((row) => row !== null);
  put(members, place, rows.map((row) => `${canonicalJson(row)}\n`).join(''));
}
