import type { LedgerEntry } from '../../domain/ledger.ts';
import type { Context } from '../context.ts';

export const parseEntries = (lines: readonly string[]): readonly LedgerEntry[] =>
  lines.map((line) => JSON.parse(line) as LedgerEntry);

export const entriesOf = async (
  context: Pick<Context, 'store'>,
  incident: string,
): Promise<readonly LedgerEntry[]> => parseEntries(await context.store.ledger(incident));
