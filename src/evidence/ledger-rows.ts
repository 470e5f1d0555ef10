import { and, asc, eq } from 'drizzle-orm';
import { ledger } from '../../db/schema.ts';
import { sha256Hex } from '../domain/canonical.ts';
import { chain, emptyHead, type LedgerHead } from '../domain/ledger.ts';
import type { EntryName } from '../ledger/catalogue.ts';
import { readEntry } from '../ledger/read-entries.ts';
import { clockEntries } from './clock-behind.ts';
import type { Database, Drizzle } from './database.ts';
import { lastLineOf } from './last-line.ts';
import { refuseUnruly } from './standing.ts';
import type { EvidenceStore } from './store.ts';
import { actOnIncident, read, readIncident, type TimedAct } from './transaction.ts';

export interface NewEntry {
  readonly type: EntryName;
  readonly body: Readonly<Record<string, unknown>>;
  /** Unique in the incident: finds the entry of a repeated request. */
  readonly requestKey?: string | undefined;
}

/** Appends in order; throws `ENTRY_REFUSED` for what may not stand there. The caller's transaction has locked the incident. */
export async function append(
  tx: Drizzle,
  incident: string,
  act: TimedAct,
  entries: readonly NewEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const ofClock = await clockEntries(tx, incident, act.behind);
  let head = await headOf(tx, incident);
  const rowOf = ({ type, body, requestKey }: NewEntry, actor: string) => {
    const seq = head.size;
    const next = chain(head, { at: act.at, type, actor, body });
    head = next.head;
    return { incident, seq, line: next.line, requestKey: requestKey ?? null };
  };
  const rows = [
    ...ofClock.map((entry) => rowOf(entry, 'rca')),
    ...entries.map((entry) => rowOf(entry, act.actor)),
  ];
  await refuseUnruly(
    tx,
    incident,
    rows.map(({ line, seq }) => readEntry(line, seq)),
  );
  await tx.insert(ledger).values(rows);
}

/** The line that a request with this key has written; undefined when there is none, or no key. */
export async function lineOfRequest(
  tx: Drizzle,
  incident: string,
  requestKey: string | undefined,
): Promise<string | undefined> {
  if (requestKey === undefined) return undefined;
  const found = await tx
    .select({ line: ledger.line })
    .from(ledger)
    .where(and(eq(ledger.incident, incident), eq(ledger.requestKey, requestKey)));
  return found[0]?.line;
}

/** Every line of the incident, in order. */
export async function linesOf(db: Drizzle, incident: string): Promise<readonly string[]> {
  const rows = await db
    .select({ line: ledger.line })
    .from(ledger)
    .where(eq(ledger.incident, incident))
    .orderBy(asc(ledger.seq));
  return rows.map(({ line }) => line);
}

async function headOf(db: Drizzle, incident: string): Promise<LedgerHead> {
  const last = await lastLineOf(db, incident);
  return last ? { size: last.seq + 1, tip: sha256Hex(last.line) } : emptyHead;
}

export function ledgerMethods(
  database: Database,
): Pick<EvidenceStore, 'record' | 'ledger' | 'head' | 'beginnings'> {
  return {
    record: (incident, type, body, act, key) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const requestKey = key === undefined ? undefined : `${type}:${key}`;
        if (await lineOfRequest(tx, incident, requestKey)) return;
        await append(tx, incident, act, [{ type, body, requestKey }]);
      }),

    ledger: (incident) => readIncident(database, incident, (db) => linesOf(db, incident)),

    head: (incident) => readIncident(database, incident, (db) => headOf(db, incident)),

    beginnings: () =>
      read(database, async (db) => {
        const rows = await db
          .select({ incident: ledger.incident, line: ledger.line })
          .from(ledger)
          .where(eq(ledger.seq, 0));
        return new Map(rows.map(({ incident, line }) => [incident, line]));
      }),
  };
}
