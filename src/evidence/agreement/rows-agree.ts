import type { AuditRows } from '../audit-rows.ts';
import { deliveryProblems } from './deliveries.ts';
import { destroyedBlobProblems } from './destroyed-blobs.ts';
import { type RowEntry, rowEntries } from './entries.ts';
import { names } from './fact.ts';
import { factsOfRows } from './facts-stored.ts';
import { factsOf } from './facts-told.ts';

/**
 * What rows say otherwise than the ledger, that they have and it has not, or the other way round. Each row is
 * turned into the entry that must stand for it, and both sides are compared as a whole. Of a destroyed incident the
 * rows with content must be gone, and the words of those that stay must be blank.
 */
export function rowProblems(rows: AuditRows): readonly string[] {
  const { entries, problems } = rowEntries(rows.ledger.map(({ line }) => line));
  const gone = isGone(entries, rows);
  const told = new Map(entries.flatMap((entry) => factsOf(entry, gone)));
  const stored = new Map(factsOfRows(rows, gone));
  const found = [...problems];
  for (const [name, fact] of told) {
    const row = stored.get(name);
    const mustStand = !gone || staysBehind(name);
    if (row === undefined) {
      if (mustStand) found.push(`${name} stands in the ledger and not in the store`);
    } else if (!mustStand) found.push(`${name} was destroyed, says the ledger, and stands in the store`);
    else if (row !== fact) found.push(`${name} was changed: it is not what the ledger says`);
  }
  for (const name of stored.keys()) {
    if (!told.has(name)) found.push(`${name} stands in the store and not in the ledger`);
  }
  const versions = entries.flatMap((entry) => (entry.type === 'pack.written' ? [entry.body.version] : []));
  if (Math.max(0, ...versions) > rows.incident.packs) {
    found.push(
      `the store counts ${rows.incident.packs} packs, the ledger tells of version ${Math.max(...versions)}`,
    );
  }
  found.push(...deliveryProblems(entries, rows.deliveries), ...destroyedBlobProblems(rows));
  return found;
}

/** One that has begun may have emptied the rows, all in one transaction, and not have made its certificate yet. */
function isGone(entries: readonly RowEntry[], { incident }: AuditRows): boolean {
  const types = new Set(entries.map(({ type }) => type));
  return types.has('evidence.destroyed') || (types.has('destruction.begun') && incident.salt === '');
}

const STAYING: ReadonlySet<string> = new Set([names.incident, names.plan, names.certificate]);
const STAYING_FORM =
  /^(?:version \d+ of the incident|pack version |the reason of sign-off |hold |the release of hold )/;

const staysBehind = (name: string): boolean => STAYING.has(name) || STAYING_FORM.test(name);
