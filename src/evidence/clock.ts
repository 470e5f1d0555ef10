import { sql } from 'drizzle-orm';
import { type ClockOffset, clockOffset } from '../domain/clock.ts';
import type { Database, Drizzle } from './database.ts';
import { read } from './transaction.ts';

const READINGS = 3;
/** Our clock tells milliseconds. */
const OWN_STEP_MS = 1;

/** The database's clock against ours, of three readings the one that took the shortest; null on PGlite, which runs on ours. */
export async function databaseClock(database: Database, nowMs: () => number): Promise<ClockOffset | null> {
  if (database.kind === 'pglite') return null;
  return read(database, async (db) => {
    const offsets: ClockOffset[] = [];
    for (let reading = 0; reading < READINGS; reading += 1) {
      const beforeMs = nowMs();
      const { rows } = await db.execute<{ at_ms: string }>(
        sql`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS at_ms`,
      );
      offsets.push(clockOffset(beforeMs, Number(rows[0]?.at_ms), nowMs(), OWN_STEP_MS));
    }
    return offsets.toSorted((a, b) => a.uncertaintyMs - b.uncertaintyMs)[0] ?? null;
  });
}

/** The database's clock as it stands, not as it was when the transaction began. */
export async function databaseTime(tx: Drizzle): Promise<string> {
  const { rows } = await tx.execute<{ now: string }>(
    sql`SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`,
  );
  return rows[0]?.now ?? '';
}
