import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { collections, sourceRuns } from '../../db/schema.ts';
import { userError } from '../domain/errors.ts';
import type { Collection, SourceRun } from '../domain/incident.ts';
import type { Database, Drizzle } from './database.ts';
import { insertGaps, insertItem } from './item-rows.ts';
import { append } from './ledger-rows.ts';
import { storable } from './row-values.ts';
import type { BlobStore, EvidenceStore, StoredItem } from './store.ts';
import { actOnIncident, read, readIncident } from './transaction.ts';

const ENDED = ['done', 'failed'] as const;

export function collectionMethods(
  database: Database,
  blobs: Pick<BlobStore, 'has'> | null,
): Pick<
  EvidenceStore,
  'startCollection' | 'collection' | 'collections' | 'sourceRuns' | 'progress' | 'finishSource'
> {
  return {
    startCollection: (incident, { id, sources, window }, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const [known] = await tx
          .select()
          .from(collections)
          .where(and(eq(collections.id, id), eq(collections.incident, incident)));
        if (known) return collectionOf(known);
        const row = {
          id,
          incident,
          sources: [...sources],
          windowFrom: window.from,
          windowTo: window.to,
          requestedAt: act.at,
          requestedBy: act.actor,
          finishedAt: sources.length === 0 ? act.at : null,
        };
        await tx.insert(collections).values(row);
        if (sources.length > 0) {
          await tx
            .insert(sourceRuns)
            .values(sources.map((source, position) => waiting(id, source, position)));
        }
        const body = { collection: id, sources, window };
        await append(tx, incident, act, [{ type: 'collection.requested', body }]);
        return collectionOf(row);
      }),

    collection: (id) => read(database, async (db) => collectionOf(await find(db, id))),

    collections: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(collections)
          .where(eq(collections.incident, incident))
          .orderBy(asc(collections.requestedAt), asc(collections.id));
        return rows.map(collectionOf);
      }),

    sourceRuns: (id) =>
      read(database, async (db) => {
        await find(db, id);
        const rows = await db
          .select()
          .from(sourceRuns)
          .where(eq(sourceRuns.collection, id))
          .orderBy(asc(sourceRuns.position));
        return rows.map(runOf);
      }),

    progress: (id, run) =>
      read(database, async (db) => {
        await findRun(db, id, run.source);
        const { pages, records, observations, rejected, startedAt } = run;
        await db
          .update(sourceRuns)
          .set({ state: 'running', pages, records, observations, rejected, startedAt })
          .where(and(ofRun(id, run.source), notInArray(sourceRuns.state, [...ENDED])));
      }),

    async finishSource(id, source, result, act) {
      const { incident } = await read(database, (db) => find(db, id));
      return actOnIncident(database, incident, act, async (tx, act) => {
        const run = await findRun(tx, id, source);
        if (run.state === 'done' || run.state === 'failed') return runOf(run);

        const stored: StoredItem[] = [];
        for (const item of result.items) {
          stored.push((await insertItem(tx, incident, item, id, act, blobs)).stored);
        }
        await insertGaps(tx, incident, result.gaps, id, act);
        const ended = {
          ...run,
          ...countsOf(stored),
          state: result.error === null ? ('done' as const) : ('failed' as const),
          startedAt: run.startedAt ?? act.at,
          finishedAt: act.at,
          error: result.error === null ? null : storable(result.error),
        };
        const { collection, source: _, position, ...changed } = ended;
        await tx.update(sourceRuns).set(changed).where(ofRun(id, source));
        await tx
          .update(collections)
          .set({ finishedAt: act.at })
          .where(and(eq(collections.id, id), sql`NOT EXISTS ${openRuns(tx, id)}`));
        const body = {
          collection: id,
          source,
          state: ended.state,
          evidence: ended.evidence,
          gaps: result.gaps.length,
        };
        await append(tx, incident, act, [{ type: 'source.finished', body }]);
        return runOf(ended);
      });
    },
  };
}

const ofRun = (collection: string, source: string) =>
  and(eq(sourceRuns.collection, collection), eq(sourceRuns.source, source));

const openRuns = (tx: Drizzle, collection: string) =>
  tx
    .select({ source: sourceRuns.source })
    .from(sourceRuns)
    .where(and(eq(sourceRuns.collection, collection), inArray(sourceRuns.state, ['waiting', 'running'])));

function countsOf(stored: readonly StoredItem[]) {
  const items = [...new Map(stored.map(({ item }) => [item.id, item])).values()];
  const sum = (count: (item: StoredItem['item']) => number) =>
    items.reduce((total, item) => total + count(item), 0);
  return {
    evidence: items.map(({ id }) => id),
    pages: sum(({ pages }) => pages.length),
    records: sum(({ records }) => records),
    observations: sum(({ observations }) => observations),
    rejected: sum(({ rejected }) => rejected),
  };
}

async function find(db: Drizzle, id: string) {
  const [row] = await db.select().from(collections).where(eq(collections.id, id));
  if (!row) {
    throw userError({
      code: 'COLLECTION_UNKNOWN',
      message: `there is no collection ${id}`,
      mend: 'see the collections of an incident with: rca status INC',
    });
  }
  return row;
}

async function findRun(db: Drizzle, id: string, source: string) {
  const [row] = await db.select().from(sourceRuns).where(ofRun(id, source));
  if (row) return row;
  await find(db, id);
  throw userError({
    code: 'SOURCE_NOT_COLLECTED',
    message: `collection ${id} does not ask source ${source}`,
    mend: 'collect it with: rca collect INC --source ID',
  });
}

const waiting = (collection: string, source: string, position: number) => ({
  collection,
  source,
  position,
  state: 'waiting' as const,
  evidence: [],
  pages: 0,
  records: 0,
  observations: 0,
  rejected: 0,
});

const collectionOf = (row: typeof collections.$inferSelect): Collection => ({
  id: row.id,
  incident: row.incident,
  sources: row.sources,
  window: { from: row.windowFrom, to: row.windowTo },
  requestedAt: row.requestedAt,
  requestedBy: row.requestedBy,
  finishedAt: row.finishedAt,
});

const runOf = ({ collection, position, ...run }: typeof sourceRuns.$inferSelect): SourceRun => run;
