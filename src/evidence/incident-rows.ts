import { desc, eq, max, sql } from 'drizzle-orm';
import { derived, incidents } from '../../db/schema.ts';
import type { Incident } from '../domain/incident.ts';
import { commitment, newSalt } from './commitment.ts';
import type { Database, Drizzle } from './database.ts';
import { append } from './ledger-rows.ts';
import { storable } from './row-values.ts';
import type { EvidenceStore } from './store.ts';
import { change, changeIncident, incidentUnknown, read, readIncident } from './transaction.ts';

/** Any number that no other program on the database uses for pg_advisory_xact_lock. */
const NUMBERING_LOCK = 7_236_002;

export function incidentMethods(
  database: Database,
): Pick<EvidenceStore, 'startIncident' | 'incident' | 'incidents' | 'packVersion'> {
  return {
    startIncident: (draft, act, key) =>
      change(database, async (tx) => {
        await tx.execute(sql`SELECT pg_advisory_xact_lock(${NUMBERING_LOCK})`);
        if (key !== undefined) {
          const [known] = await tx.select().from(incidents).where(eq(incidents.requestKey, key));
          if (known) return incidentOf(known);
        }
        const year = new Date(act.at).getUTCFullYear();
        const number = await nextNumber(tx, year);
        const id = `INC-${year}-${String(number).padStart(4, '0')}`;
        const row = {
          id,
          year,
          number,
          title: storable(draft.title(id)),
          severity: draft.severity,
          status: 'open',
          services: draft.services.map(storable),
          windowFrom: draft.window.from,
          windowTo: draft.window.to,
          startedAt: act.at,
          startedBy: act.actor,
          salt: newSalt(),
          requestKey: key ?? null,
        } as const;
        await tx.insert(incidents).values(row);
        const { title, severity, services, salt } = row;
        const body = {
          incident: id,
          severity,
          window: draft.window,
          commitment: commitment(salt, { title, services }),
        };
        await append(tx, id, act, [{ type: 'incident.started', body }]);
        return incidentOf(row);
      }),

    incident: (id) =>
      read(database, async (db) => {
        const [row] = await db.select().from(incidents).where(eq(incidents.id, id));
        if (!row) throw incidentUnknown(id);
        return incidentOf(row);
      }),

    incidents: () =>
      read(database, async (db) => {
        const rows = await db.select().from(incidents).orderBy(desc(incidents.year), desc(incidents.number));
        return rows.map(incidentOf);
      }),

    packVersion: (id) =>
      read(database, async (db) => {
        const [row] = await db
          .update(incidents)
          .set({ packs: sql`${incidents.packs} + 1` })
          .where(eq(incidents.id, id))
          .returning({ version: incidents.packs });
        if (!row) throw incidentUnknown(id);
        return row.version;
      }),
  };
}

/** Results that can be computed again from what is stored: a cache of one value a name, outside of the ledger. */
export function derivedMethods(database: Database): Pick<EvidenceStore, 'derived' | 'keepDerived'> {
  return {
    derived: (incident, name, basis) =>
      readIncident(database, incident, async (db) => {
        const kept = await db
          .select({ basis: derived.basis, value: derived.value })
          .from(derived)
          .where(sql`${derived.incident} = ${incident} AND ${derived.name} = ${name}`);
        return kept[0]?.basis === basis ? JSON.parse(kept[0].value) : undefined;
      }),

    keepDerived: (incident, name, basis, value) =>
      changeIncident(database, incident, async (tx) => {
        const kept = { basis, value: JSON.stringify(value) };
        await tx
          .insert(derived)
          .values({ incident, name, ...kept })
          .onConflictDoUpdate({ target: [derived.incident, derived.name], set: kept });
      }),
  };
}

async function nextNumber(tx: Drizzle, year: number): Promise<number> {
  const [last] = await tx
    .select({ number: max(incidents.number) })
    .from(incidents)
    .where(eq(incidents.year, year));
  return (last?.number ?? 0) + 1;
}

const incidentOf = (row: Omit<typeof incidents.$inferSelect, 'packs'>): Incident => ({
  id: row.id,
  title: row.title,
  severity: row.severity,
  status: row.status,
  services: row.services,
  window: { from: row.windowFrom, to: row.windowTo },
  startedAt: row.startedAt,
  startedBy: row.startedBy,
});
