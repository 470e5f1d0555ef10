import { desc, eq, max, sql } from 'drizzle-orm';
import { derived, incidents, incidentVersions, installation } from '../../db/schema.ts';
import type { Closing, Incident } from '../domain/incident.ts';
import { commitment } from './commitment.ts';
import type { Database, Drizzle } from './database.ts';
import { append, lineOfRequest } from './ledger-rows.ts';
import { storable } from './row-values.ts';
import { newSalt } from './salt.ts';
import type { EvidenceStore } from './store.ts';
import {
  actOnIncident,
  change,
  changeIncident,
  incidentUnknown,
  read,
  readIncident,
  timedAct,
} from './transaction.ts';

/** Any number that no other program on the database uses for pg_advisory_xact_lock. */
export const NUMBERING_LOCK = 7_236_002;

/** `installationName`: what ledgers that begin here name in their origin; null takes the database's own name. */
export function incidentMethods(
  database: Database,
  installationName: string | null,
): Pick<
  EvidenceStore,
  'startIncident' | 'incident' | 'incidentOfRequest' | 'incidents' | 'changeIncident' | 'packVersion'
> {
  return {
    startIncident: (draft, act, key) =>
      change(database, async (tx) => {
        await tx.execute(sql`SELECT pg_advisory_xact_lock(${NUMBERING_LOCK})`);
        if (key !== undefined) {
          const [known] = await select(tx).where(eq(incidents.requestKey, key));
          if (known) return incidentOf(known);
        }
        const timed = await timedAct(database, tx, null, act);
        const year = new Date(timed.at).getUTCFullYear();
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
          windowFollows: draft.windowFollows ?? false,
          startedAt: timed.at,
          startedBy: timed.actor,
          salt: newSalt(),
          requestKey: key ?? null,
        } as const;
        await tx.insert(incidents).values(row);
        const { title, severity, services, salt } = row;
        const body = {
          incident: id,
          installation: installationName ?? (await ownName(tx)),
          severity,
          window: draft.window,
          ...(row.windowFollows && { windowFollows: true }),
          commitment: commitment(salt, { title, services }),
        };
        await append(tx, id, timed, [{ type: 'incident.started', body }]);
        return incidentOf({ started: row, latest: null });
      }),

    incident: (id) => read(database, (db) => find(db, id)),

    incidentOfRequest: (key) =>
      read(database, async (db) => {
        const [known] = await select(db).where(eq(incidents.requestKey, key));
        return known === undefined ? null : incidentOf(known);
      }),

    incidents: () =>
      read(database, async (db) => {
        const rows = await select(db).orderBy(desc(incidents.year), desc(incidents.number));
        return rows.map(incidentOf);
      }),

    changeIncident: (id, decide, act, key) =>
      actOnIncident(database, id, act, async (tx, act) => {
        const requestKey = key === undefined ? undefined : `incident.changed:${key}`;
        const [before] = await select(tx).where(eq(incidents.id, id));
        if (!before) throw incidentUnknown(id);
        if (await lineOfRequest(tx, id, requestKey)) return incidentOf(before);
        const change = decide(incidentOf(before));
        if (change === null) return incidentOf(before);
        const { type, windowFollows, ...changes } = change;
        const known = incidentOf(before);
        const { title, severity, status, closing, window, cycles } = { ...known, ...changes };
        const isMoved =
          before.latest?.windowFrom != null || change.window !== undefined || windowFollows !== undefined;
        const row = {
          incident: id,
          version: (before.latest?.version ?? 1) + 1,
          title: storable(title),
          severity,
          status,
          closedAs: closing?.as ?? null,
          mergedInto: closing?.as === 'merged' ? closing.into : null,
          salt: newSalt(),
          windowFrom: isMoved ? window.from : null,
          windowTo: isMoved ? window.to : null,
          windowFollows: isMoved ? (windowFollows ?? known.windowFollows ?? false) : null,
          cycles: cycles === undefined ? null : [...cycles],
        };
        await tx.insert(incidentVersions).values(row);
        const body = {
          version: row.version,
          status,
          severity,
          closing,
          ...windowBody(row),
          commitment: commitment(row.salt, { title: row.title }),
        };
        await append(tx, id, act, [{ type, body, requestKey }]);
        return incidentOf({ started: before.started, latest: row });
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
    derived: (incident, name) =>
      readIncident(database, incident, async (db) => {
        const kept = await db
          .select({ basis: derived.basis, value: derived.value })
          .from(derived)
          .where(sql`${derived.incident} = ${incident} AND ${derived.name} = ${name}`);
        return kept[0] && { basis: kept[0].basis, value: JSON.parse(kept[0].value) };
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

async function ownName(tx: Drizzle): Promise<string> {
  const [row] = await tx.select().from(installation);
  if (row === undefined) throw new Error('rca.installation is empty: its migration fills it');
  return row.name;
}

async function nextNumber(tx: Drizzle, year: number): Promise<number> {
  const [last] = await tx
    .select({ number: max(incidents.number) })
    .from(incidents)
    .where(eq(incidents.year, year));
  return (last?.number ?? 0) + 1;
}

/** Incidents as they were started, each with the last version of what can change about it. */
function select(db: Drizzle) {
  const latest = db
    .selectDistinctOn([incidentVersions.incident])
    .from(incidentVersions)
    .orderBy(incidentVersions.incident, desc(incidentVersions.version))
    .as('latest');
  return db
    .select({
      started: incidents,
      latest: {
        version: latest.version,
        title: latest.title,
        severity: latest.severity,
        status: latest.status,
        closedAs: latest.closedAs,
        mergedInto: latest.mergedInto,
        windowFrom: latest.windowFrom,
        windowTo: latest.windowTo,
        windowFollows: latest.windowFollows,
        cycles: latest.cycles,
      },
    })
    .from(incidents)
    .leftJoin(latest, eq(latest.incident, incidents.id));
}

async function find(db: Drizzle, id: string): Promise<Incident> {
  const [row] = await select(db).where(eq(incidents.id, id));
  if (!row) throw incidentUnknown(id);
  return incidentOf(row);
}

type Latest = Omit<typeof incidentVersions.$inferSelect, 'incident' | 'salt'>;

const incidentOf = ({
  started,
  latest,
}: {
  readonly started: Omit<typeof incidents.$inferSelect, 'packs'>;
  readonly latest: Latest | null;
}): Incident => ({
  id: started.id,
  title: latest?.title ?? started.title,
  severity: latest === null ? started.severity : latest.severity,
  status: latest?.status ?? started.status,
  closing: latest === null ? null : closingOf(latest),
  services: started.services,
  window: {
    from: latest?.windowFrom ?? started.windowFrom,
    to: latest?.windowTo ?? started.windowTo,
  },
  ...((latest?.windowFollows ?? started.windowFollows) && { windowFollows: true as const }),
  ...(latest?.cycles && { cycles: latest.cycles }),
  startedAt: started.startedAt,
  startedBy: started.startedBy,
});

/** What a version says of window and cycles; nothing while they are as they were at the start. */
export const windowBody = ({
  windowFrom,
  windowTo,
  windowFollows,
  cycles,
}: Pick<Latest, 'windowFrom' | 'windowTo' | 'windowFollows' | 'cycles'>) => ({
  ...(windowFrom !== null &&
    windowTo !== null && {
      window: { from: windowFrom, to: windowTo },
      windowFollows: windowFollows ?? false,
    }),
  ...(cycles !== null && { cycles }),
});

function closingOf({ closedAs, mergedInto }: Latest): Closing | null {
  if (closedAs === null) return null;
  return closedAs === 'merged' ? { as: 'merged', into: mergedInto ?? '' } : { as: closedAs };
}
