import { canonicalJson } from '../domain/canonical.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { readEntries } from '../ledger/read-entries.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { linesOf } from './bag-text.ts';
import type { ArchiveFault } from './fault.ts';
import { places } from './layout.ts';

/** The ledger of an archive: what was there when it was exported, and the line that records the export. */
export interface ArchivedLedger {
  readonly exported: readonly string[];
  readonly tail: string;
  readonly entries: readonly LedgerEntry[];
}

/** What the export's ledger entry says, so that the entry binds every byte of the payload. */
export interface ExportBody {
  readonly manifestSha256: string;
  readonly files: number;
  readonly sizeBytes: number;
}

/** Reads and judges the ledger by itself: every line linked, the last one the export of this very payload. */
export function readLedger(
  texts: ReadonlyMap<string, string>,
  expected: ExportBody,
): { readonly ledger: ArchivedLedger | null; readonly faults: readonly ArchiveFault[] } {
  const exported = linesOf(texts.get(places.ledger) ?? '?');
  const tail = linesOf(texts.get(places.ledgerTail) ?? '?');
  const [line] = tail ?? [];
  if (exported === undefined || tail?.length !== 1 || line === undefined) {
    const detail = `${places.ledger} or ${places.ledgerTail} is missing or cannot be read`;
    return { ledger: null, faults: [{ check: 'ledger.chain', detail }] };
  }
  const lines = [...exported, line];
  const faults = verifyLedger(lines).faults.map(
    (fault): ArchiveFault => ({ check: 'ledger.chain', detail: `line ${fault.line} ${fault.why}` }),
  );
  if (faults.length > 0) return { ledger: null, faults };
  const entries = readEntries(lines);
  const last = entries.at(-1);
  if (last?.type !== 'incident.exported' || canonicalJson(last.body) !== canonicalJson(expected)) {
    faults.push({
      check: 'ledger.export',
      detail: `${places.ledgerTail} records the export of another payload`,
    });
  }
  return { ledger: { exported, tail: line, entries }, faults };
}
