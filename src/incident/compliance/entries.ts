import type { LedgerEntry } from '../../domain/ledger.ts';
import { readEntries } from '../../ledger/read-entries.ts';
import type { Context } from '../context.ts';

export const parseEntries = (lines: readonly string[]): readonly LedgerEntry[] => readEntries(lines);

export const entriesOf = async (
  context: Pick<Context, 'store'>,
  incident: string,
): Promise<readonly LedgerEntry[]> => parseEntries(await context.store.ledger(incident));
