import { canonicalJson, sha256Hex } from '../../domain/canonical.ts';
import type { AuditRows } from '../audit-rows.ts';
import type { RowEntry } from './entries.ts';

type Row = AuditRows['deliveries'][number];

/** What the ledger tells of one pack at one destination. */
interface Told {
  arrived: { readonly at: string; readonly receipt?: string | undefined } | null;
  failed: boolean;
}

/** What `pack.delivered` names of the row: where the copy lies and what was read back of it. */
export const receiptDigest = (row: {
  readonly kind: string;
  readonly place: string | null;
  readonly readBack: unknown;
}): string => sha256Hex(canonicalJson({ kind: row.kind, place: row.place, readBack: row.readBack }));

/**
 * What rows of deliveries say otherwise than the ledger: each destination that a pack was to go to has its row, in
 * the state that the ledger knows. The attempts since the first of a kind of failure, and the hold, stand in rows alone.
 */
export function deliveryProblems(entries: readonly RowEntry[], rows: readonly Row[]): readonly string[] {
  const told = toldOf(entries);
  const stored = new Map(rows.map((row) => [keyOf(row), row]));
  const problems = [...told.keys()]
    .filter((key) => !stored.has(key))
    .map((key) => `${nameOf(key)} stands in the ledger and not in the store`);
  const silent = new Set(
    entries.flatMap((entry) =>
      entry.type === 'pack.written' && entry.body.destinations === undefined ? [entry.body.version] : [],
    ),
  );
  for (const [key, row] of stored) {
    const known = told.get(key) ?? (silent.has(row.version) ? { arrived: null, failed: false } : undefined);
    if (known === undefined) problems.push(`${nameOf(key)} stands in the store and not in the ledger`);
    else if (!agrees(row, known)) problems.push(`${nameOf(key)} was changed: it is not what the ledger says`);
  }
  return problems;
}

const keyOf = ({
  version,
  destination,
}: {
  readonly version: number;
  readonly destination: string;
}): string => `${version} ${destination}`;

const nameOf = (key: string): string => `the delivery of pack version ${key.replace(' ', ' to ')}`;

function toldOf(entries: readonly RowEntry[]): ReadonlyMap<string, Told> {
  const told = new Map<string, Told>();
  const of = (version: number, destination: string): Told => {
    const key = keyOf({ version, destination });
    const known = told.get(key) ?? { arrived: null, failed: false };
    told.set(key, known);
    return known;
  };
  for (const { type, at, body } of entries) {
    if (type === 'pack.written') for (const id of body.destinations ?? []) of(body.version, id);
    if (type === 'pack.delivered') of(body.version, body.destination).arrived = { at, receipt: body.receipt };
    if (type === 'delivery.failed') of(body.version, body.destination).failed = true;
  }
  return told;
}

function agrees(row: Row, { arrived, failed }: Told): boolean {
  if (arrived === null) return row.state === (failed ? 'failed' : 'waiting');
  if (row.state !== 'delivered' || row.triedAt !== arrived.at) return false;
  if (arrived.receipt === undefined) return true;
  const readBack = parsed(row.receipt);
  return readBack !== undefined && receiptDigest({ ...row, readBack }) === arrived.receipt;
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
