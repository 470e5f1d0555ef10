import type { LedgerEntry } from '../domain/ledger.ts';
import { rowProblems } from '../evidence/agreement/rows-agree.ts';
import { auditRowsIn } from '../evidence/archived-audit-rows.ts';
import type { ArchivedRow } from '../evidence/row-shapes.ts';

export type ArchivedTables = ReadonlyMap<string, readonly ArchivedRow[]>;

/** Whether evidence of the incident was destroyed under a retention policy: its words and pages may be gone then. */
export const isDestroyed = (entries: readonly LedgerEntry[]): boolean =>
  entries.some(({ type }) => type === 'evidence.destroyed');

/**
 * What the rows say against what the ledger says of them, in words; empty when they agree. Digests and commitments
 * in the ledger bind what stands in rows, so that whoever changes a row must rewrite the ledger behind it, and no
 * row is missing that the ledger tells of. The same rules judge a store.
 */
export function contradictions(
  incident: string,
  tables: ArchivedTables,
  exported: readonly string[],
): readonly string[] {
  const found: string[] = [];
  for (const [table, rows] of tables) {
    for (const row of rows) {
      const owner = table === 'incidents' ? row['id'] : row['incident'];
      if (owner !== undefined && owner !== incident) found.push(`a row of ${table} is of another incident`);
    }
  }
  const lines = tables.get('ledger') ?? [];
  const same = lines.length === exported.length && exported.every((line, at) => lines[at]?.['line'] === line);
  if (!same) found.push('the rows of the ledger are not the lines of the ledger');

  const audited = tables.get('incidents')?.length === 1 ? auditRowsIn(tables, exported) : undefined;
  if (audited === undefined) found.push('there is not one row of the incident');
  else found.push(...rowProblems(audited));
  return found;
}
