import { canonicalJson } from '../../src/domain/canonical.ts';
import { chain, emptyHead, type LedgerEntry } from '../../src/domain/ledger.ts';
import { originOf } from '../../src/domain/origin.ts';
import { merkleRoot } from '../../src/evidence/merkle.ts';
import { checkpointBody } from '../../src/pack/checkpoint.ts';
import { asOwner } from '../helpers/raw-sql.ts';
import type { StorePlace } from '../helpers/stores.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Whole ledger lines with other content, each linked to the one before, as a careful forger writes them. */
export function rebuilt(
  lines: readonly string[],
  change: (entry: LedgerEntry) => Partial<LedgerEntry>,
): string[] {
  let head = emptyHead;
  return lines.map((line) => {
    const entry = JSON.parse(line) as LedgerEntry;
    const { at, type, actor, body } = { ...entry, ...change(entry) };
    const next = chain(head, { at, type, actor, body });
    head = next.head;
    return next.line;
  });
}

/**
 * What an owner of the tables can do: switch the triggers off, replace ledger and checkpoints as a whole, run
 * further statements, and switch the triggers on again.
 */
export async function rewrite(
  place: StorePlace,
  incident: string,
  lines: readonly string[],
  more: readonly string[] = [],
): Promise<void> {
  const root = Buffer.from(merkleRoot(lines)).toString('hex');
  const note = checkpointBody(originOf(incident, lines), { size: lines.length, root });
  await asOwner(
    place,
    [
      'ALTER TABLE rca.ledger DISABLE TRIGGER USER',
      'ALTER TABLE rca.checkpoints DISABLE TRIGGER checkpoints_append_only',
      `DELETE FROM rca.ledger WHERE incident = ${quoted(incident)}`,
      `DELETE FROM rca.checkpoints WHERE incident = ${quoted(incident)}`,
      ...lines.map(
        (line, seq) => `INSERT INTO rca.ledger VALUES (${quoted(incident)}, ${seq}, ${quoted(line)}, NULL)`,
      ),
      `INSERT INTO rca.checkpoints VALUES (${quoted(incident)}, ${lines.length}, 'unsigned', ${quoted(note)}, '2026-01-27T12:00:00Z')`,
      ...more,
      'ALTER TABLE rca.ledger ENABLE TRIGGER USER',
      'ALTER TABLE rca.checkpoints ENABLE TRIGGER checkpoints_append_only',
    ].join(';\n'),
  );
}

/** An update of an evidence item's description, in canonical form. */
export const describeAnew = (incident: string, number: number, item: unknown): string =>
  `UPDATE rca.evidence SET description = ${quoted(canonicalJson(item))} WHERE incident = ${quoted(incident)} AND number = ${number}`;
