import { messageOf } from '../domain/errors.ts';
import { type EvidenceItem, evidenceItemSchema } from '../domain/evidence-item.ts';
import { isModest } from '../domain/modest.ts';

const SHA256 = /^[0-9a-f]{64}$/;

export interface NeededBlobs {
  /** Pages and commitment lists of items, with their sizes: without them the incident cannot be rebuilt. */
  readonly required: ReadonlyMap<string, number>;
  /** Other digests that rows and ledger name. Where the blob store has them they belong to the incident. */
  readonly named: ReadonlySet<string>;
}

/**
 * Which blobs belong to an incident: what its item descriptions list, and what stands in a column or in a member
 * of a ledger line whose name ends in `sha256`. Texts are not searched: whoever writes a digest into a note must
 * not get another incident's page exported by it.
 */
export function neededBlobs(
  tables: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>,
): NeededBlobs {
  const required = new Map<string, number>();
  const named = new Set<string>();
  for (const row of tables.get('evidence') ?? []) {
    const item = readItem(row);
    if (typeof item === 'string') throw new TypeError(item);
    for (const { sha256, sizeBytes } of [...item.pages, ...(item.commitments ?? [])]) {
      required.set(sha256, sizeBytes);
    }
  }
  for (const rows of tables.values()) for (const row of rows) collect(row, named);
  for (const row of tables.get('ledger') ?? []) collect(JSON.parse(String(row['line'])), named);
  for (const sha256 of required.keys()) named.delete(sha256);
  return { required, named };
}

/** The item that a row of evidence describes; a text says why it describes none. */
export function readItem(row: Readonly<Record<string, unknown>>): EvidenceItem | string {
  try {
    const described: unknown = JSON.parse(String(row['description']));
    if (!isModest(described)) return 'its description is nested too deep, or has too many values';
    return evidenceItemSchema.safeParse(described).data ?? 'its description is that of no item';
  } catch (cause) {
    return `its description is no JSON: ${messageOf(cause)}`;
  }
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'object') collect(member, into);
    else if (/sha256$/i.test(name) && SHA256.test(String(member))) into.add(String(member));
  }
}
