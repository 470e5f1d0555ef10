import { sha256Hex } from '../domain/canonical.ts';
import { type ArchivedRow, readRow } from '../evidence/row-shapes.ts';
import { linesOf, readManifest } from './bag-text.ts';
import type { ArchiveFault } from './fault.ts';
import { places, tableAt } from './layout.ts';
import { type ArchivedLedger, readLedger } from './ledger-parts.ts';
import { neededBlobs, readItem } from './needed-blobs.ts';
import type { Bag } from './read-bag.ts';
import { contradictions, isDestroyed } from './rows-against-ledger.ts';

/** What an archive holds besides blobs, judged. */
export interface Contents {
  /** Null when it cannot be read. */
  readonly ledger: ArchivedLedger | null;
  /** Canonical JSON, a row each. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
  readonly faults: readonly ArchiveFault[];
}

/** Judges what is in a bag that is one by itself: ledger, rows, rows against ledger, blobs against rows. */
export function judgeContents(bag: Bag): Contents {
  const faults: ArchiveFault[] = [];
  const manifest = bag.texts.get(places.manifest) ?? '';
  const read = readLedger(bag.texts, {
    manifestSha256: sha256Hex(manifest),
    files: readManifest(manifest)?.size ?? 0,
    sizeBytes: bag.payloadBytes,
  });
  faults.push(...read.faults);

  const tables = new Map<string, readonly string[]>();
  const rows = new Map<string, readonly ArchivedRow[]>();
  for (const [place, text] of bag.texts) {
    const table = tableAt(place);
    if (table === undefined) continue;
    const lines = linesOf(text);
    const parsed: ArchivedRow[] = [];
    for (const line of lines ?? ['']) {
      const row = readRow(table, line);
      const item = typeof row === 'string' || table !== 'evidence' ? row : readItem(row);
      const why = [row, item].find((read) => typeof read === 'string');
      if (typeof row === 'string' || why !== undefined)
        faults.push({ check: 'rows.shape', detail: `${place}: ${why}` });
      else parsed.push(row);
    }
    tables.set(table, lines ?? []);
    rows.set(table, parsed);
  }
  const { ledger } = read;
  if (ledger === null || faults.some(({ check }) => check === 'rows.shape'))
    return { ledger, tables, faults };

  for (const detail of contradictions(bag.incident ?? '', rows, ledger.exported)) {
    faults.push({ check: 'rows.ledger', detail });
  }
  if (!faults.some(({ check }) => check === 'rows.ledger')) {
    faults.push(...judgeBlobs(bag, rows, isDestroyed(ledger.entries)));
  }
  return { ledger, tables, faults };
}

function judgeBlobs(
  bag: Bag,
  rows: ReadonlyMap<string, readonly ArchivedRow[]>,
  destroyed: boolean,
): readonly ArchiveFault[] {
  const { required, named } = neededBlobs(rows);
  const faults: ArchiveFault[] = [];
  for (const [sha256, sizeBytes] of required) {
    const found = bag.blobs.get(sha256);
    if (found === undefined && destroyed) continue;
    if (found !== sizeBytes) {
      const detail = `page ${sha256} ${found === undefined ? 'is missing' : 'has another size than its item says'}`;
      faults.push({ check: 'blobs.complete', detail });
    }
  }
  for (const sha256 of bag.blobs.keys()) {
    if (required.has(sha256) || named.has(sha256)) continue;
    faults.push({ check: 'blobs.complete', detail: `blob ${sha256} belongs to no row` });
  }
  return faults;
}
