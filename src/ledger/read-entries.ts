import { userError } from '../domain/errors.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { envelopeOf } from './envelope.ts';

/** A stored line as an entry. `seq` is its place; throws `LEDGER_BROKEN` for what is none. */
export function readEntry(line: string, seq: number): LedgerEntry {
  const entry = envelopeOf(line);
  if (entry === undefined) throw ledgerBroken(seq, 'is not a ledger entry of version 1');
  return entry;
}

export const readEntries = (lines: readonly string[]): readonly LedgerEntry[] => lines.map(readEntry);

export const ledgerBroken = (seq: number, why: string) =>
  userError({
    code: 'LEDGER_BROKEN',
    message: `entry ${seq} of the ledger ${why}`,
    mend: 'see all that is wrong with: rca verify --store; then restore the store from a backup or an archive that verifies',
  });
