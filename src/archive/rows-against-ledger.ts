import { sha256Hex } from '../domain/canonical.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { commitment } from '../evidence/commitment.ts';
import type { ArchivedRow } from '../evidence/row-shapes.ts';
import { numbered } from '../evidence/row-values.ts';

export type ArchivedTables = ReadonlyMap<string, readonly ArchivedRow[]>;

/** Whether evidence of the incident was destroyed under a retention policy: its words and pages may be gone then. */
export const isDestroyed = (entries: readonly LedgerEntry[]): boolean =>
  entries.some(({ type }) => type === 'evidence.destroyed');

/**
 * What the rows say against what the ledger says of them, in words; empty when they agree. Digests and commitments
 * in the ledger bind title, services, item descriptions, withdrawals, gaps and notes, so that whoever changes a row
 * must rewrite the ledger behind it, and no row is missing that the ledger tells of.
 */
export function contradictions(
  incident: string,
  tables: ArchivedTables,
  exported: readonly string[],
  entries: readonly LedgerEntry[],
): readonly string[] {
  const rowsOf = (table: string): readonly ArchivedRow[] => tables.get(table) ?? [];
  const found: string[] = [];
  const blame = (isFault: boolean, why: string): void => {
    if (isFault) found.push(why);
  };
  const destroyed = isDestroyed(entries);
  const told = toldBy(entries);

  for (const [table, rows] of tables) {
    for (const row of rows) {
      const owner = table === 'incidents' ? row['id'] : row['incident'];
      blame(owner !== undefined && owner !== incident, `a row of ${table} is of another incident`);
    }
  }
  const [own] = rowsOf('incidents');
  blame(own === undefined || rowsOf('incidents').length !== 1, 'there is not one row of the incident');
  if (own !== undefined && !destroyed) {
    const { salt, title, services } = own;
    blame(
      !told.has(commitment(String(salt), { title, services })),
      'the ledger tells of another title or services',
    );
  }

  const lines = rowsOf('ledger');
  const same = lines.length === exported.length && exported.every((line, at) => lines[at]?.['line'] === line);
  blame(!same, 'the rows of the ledger are not the lines of the ledger');

  const items = new Map(rowsOf('evidence').map((row) => [numbered('E', Number(row['number'])), row]));
  for (const [id, row] of items) {
    const digest = sha256Hex(String(row['description']));
    blame(!told.has(`${id} ${digest}`), `the ledger tells of another description of ${id}`);
    const { withdrawn, withdrawn_salt: salt } = row;
    const isWithdrawn = told.has(`withdrawn ${id}`);
    blame(isWithdrawn !== (withdrawn !== null), `ledger and row differ on whether ${id} was withdrawn`);
    if (withdrawn === null || destroyed) continue;
    blame(
      !told.has(commitment(String(salt), { why: withdrawn })),
      `the ledger tells of another reason for ${id}`,
    );
  }
  const gaps = new Set(rowsOf('gaps').map((row) => sha256Hex(String(row['gap']))));
  for (const sha256 of gaps) blame(!told.has(`gap ${sha256}`), 'the ledger does not tell of a gap');
  const notes = new Set<string>();
  for (const row of rowsOf('notes')) {
    const id = `${numbered('N', Number(row['number']))} ${row['version']}`;
    notes.add(id);
    const { salt, at, text, phase } = row;
    const bound = commitment(String(salt), { at, text, phase });
    blame(!destroyed && !told.has(`${id} ${bound}`), `the ledger tells of other words in note ${id}`);
  }
  const collections = new Set(rowsOf('collections').map((row) => String(row['id'])));
  const runs = new Set(rowsOf('source_runs').map((row) => `${row['collection']}/${row['source']}`));

  for (const { type, body, seq } of entries) {
    const missing = (what: string) => `a row is missing: ledger line ${seq} tells of ${what}`;
    if (type === 'evidence.imported' || type === 'evidence.collected') {
      blame(!items.has(String(body['evidence'])), missing(String(body['evidence'])));
    } else if (type === 'gap.recorded') {
      blame(!gaps.has(String(body['sha256'])), missing('a gap'));
    } else if (type === 'note.written' || type === 'note.edited') {
      const id = `${body['note']} ${body['version']}`;
      blame(!notes.has(id), missing(`note ${id}`));
    } else if (type === 'collection.requested') {
      blame(!collections.has(String(body['collection'])), missing(String(body['collection'])));
    } else if (type === 'source.finished') {
      const run = `${body['collection']}/${body['source']}`;
      blame(!runs.has(run), missing(run));
    }
  }
  return found;
}

/** What the ledger binds, as texts to look up. */
function toldBy(entries: readonly LedgerEntry[]): ReadonlySet<string> {
  const told = new Set<string>();
  for (const { type, body } of entries) {
    const { evidence, sha256, commitment: bound, note, version } = body;
    if (typeof bound === 'string') told.add(note === undefined ? bound : `${note} ${version} ${bound}`);
    if (type === 'gap.recorded') told.add(`gap ${sha256}`);
    else if (typeof evidence === 'string') {
      told.add(type === 'evidence.withdrawn' ? `withdrawn ${evidence}` : `${evidence} ${sha256}`);
    }
  }
  return told;
}
