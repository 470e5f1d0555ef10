import { desc, eq } from 'drizzle-orm';
import { ledger } from '../../db/schema.ts';
import type { Drizzle } from './database.ts';

/** The line that an incident's ledger ends with, and its place; undefined while there is none. */
export async function lastLineOf(
  db: Drizzle,
  incident: string,
): Promise<{ readonly seq: number; readonly line: string } | undefined> {
  const [last] = await db
    .select({ seq: ledger.seq, line: ledger.line })
    .from(ledger)
    .where(eq(ledger.incident, incident))
    .orderBy(desc(ledger.seq))
    .limit(1);
  return last;
}
