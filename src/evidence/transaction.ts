import { eq } from 'drizzle-orm';
import { incidents } from '../../db/schema.ts';
import { userError } from '../domain/errors.ts';
import { readEntry } from '../ledger/read-entries.ts';
import type { Database, Drizzle } from './database.ts';
import { lastLineOf } from './last-line.ts';
import type { Act } from './store.ts';
import { storeTrouble } from './store-trouble.ts';

/** Reads; a failing database becomes an error that a person understands. */
export async function read<T>(database: Database, reading: (db: Drizzle) => Promise<T>): Promise<T> {
  try {
    return await reading(database.db);
  } catch (cause) {
    throw storeTrouble(cause, database.where);
  }
}

/** All of it or, when it throws, nothing. */
export function change<T>(database: Database, changing: (tx: Drizzle) => Promise<T>): Promise<T> {
  return read(database, (db) => db.transaction(changing));
}

/**
 * A change to one incident. Changes to the same incident wait for each other, so that its numbers and its
 * ledger have no holes; those to others run beside it.
 */
export function changeIncident<T>(
  database: Database,
  incident: string,
  changing: (tx: Drizzle) => Promise<T>,
): Promise<T> {
  return change(database, async (tx) => {
    await lockIncident(tx, incident);
    return changing(tx);
  });
}

/** An act within its transaction: `at` is when, for the ledger and the rows beside it. */
export interface TimedAct extends Act {
  readonly isTimed: true;
  /** Null while the clock went on. */
  readonly behind: ClockBehind | null;
}

/** A clock that went back. */
export interface ClockBehind {
  readonly reading: string;
  /** Time of the last entry. */
  readonly last: string;
}

/** A standby that takes over, and a clock that is slewed, may be off by as much. */
const STEP_MS = 1_000;

/** A change to one incident that its ledger tells of. */
export function actOnIncident<T>(
  database: Database,
  incident: string,
  act: Act,
  changing: (tx: Drizzle, act: TimedAct) => Promise<T>,
): Promise<T> {
  return changeIncident(database, incident, async (tx) =>
    changing(tx, await timedAct(database, tx, incident, act)),
  );
}

/**
 * When an act is, by the one clock that all replicas share: the database's, which on the embedded one is that of this
 * process. Never before the incident's last entry, whatever the clock says. The caller has locked the incident.
 */
export async function timedAct(
  database: Database,
  tx: Drizzle,
  incident: string | null,
  { actor, at }: Act,
): Promise<TimedAct> {
  const now = await database.now?.(tx);
  const reading = now ?? (await database.clock(tx));
  const wanted = now ?? at;
  const line = incident === null ? undefined : await lastLineOf(tx, incident);
  const last = line === undefined ? undefined : readEntry(line.line, line.seq).at;
  return {
    actor,
    at: last !== undefined && Date.parse(wanted) < Date.parse(last) ? last : wanted,
    isTimed: true,
    behind: last !== undefined && Date.parse(last) - Date.parse(reading) > STEP_MS ? { reading, last } : null,
  };
}

export async function lockIncident(tx: Drizzle, incident: string): Promise<void> {
  const found = await tx
    .select({ id: incidents.id })
    .from(incidents)
    .where(eq(incidents.id, incident))
    .for('update');
  if (found.length === 0) throw incidentUnknown(incident);
}

/** Reads about one incident, which must be there. */
export function readIncident<T>(
  database: Database,
  incident: string,
  reading: (db: Drizzle) => Promise<T>,
): Promise<T> {
  return read(database, async (db) => {
    const found = await db.select({ id: incidents.id }).from(incidents).where(eq(incidents.id, incident));
    if (found.length === 0) throw incidentUnknown(incident);
    return reading(db);
  });
}

export const incidentUnknown = (incident: string) =>
  userError({
    code: 'INCIDENT_UNKNOWN',
    message: `there is no incident ${incident}`,
    mend: 'list the incidents with: rca status',
  });
