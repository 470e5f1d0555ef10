import { asc, eq, sql } from 'drizzle-orm';
import { checkpoints, ledger } from '../../db/schema.ts';
import type { Database } from './database.ts';
import type { EvidenceStore } from './store.ts';
import { changeIncident, read, readIncident } from './transaction.ts';

export function checkpointMethods(
  database: Database,
): Pick<EvidenceStore, 'keepCheckpoint' | 'checkpoints' | 'withoutCheckpoint'> {
  return {
    keepCheckpoint: (incident, { size, signer, note }, at) =>
      changeIncident(database, incident, async (tx) => {
        await tx
          .insert(checkpoints)
          .values({ incident, size, signer, note, madeAt: at })
          .onConflictDoNothing();
      }),

    checkpoints: (incident) =>
      readIncident(database, incident, (db) =>
        db
          .select({ size: checkpoints.size, signer: checkpoints.signer, note: checkpoints.note })
          .from(checkpoints)
          .where(eq(checkpoints.incident, incident))
          .orderBy(asc(checkpoints.size), asc(checkpoints.signer)),
      ),

    withoutCheckpoint: () =>
      read(database, async (db) => {
        const last = sql`(SELECT coalesce(max(${checkpoints.size}), 0) FROM ${checkpoints}
          WHERE ${checkpoints.incident} = ${ledger.incident})`;
        const rows = await db
          .select({ incident: ledger.incident })
          .from(ledger)
          .groupBy(ledger.incident)
          .having(sql`max(${ledger.seq}) + 1 > ${last}`)
          .orderBy(asc(ledger.incident));
        return rows.map(({ incident }) => incident);
      }),
  };
}
