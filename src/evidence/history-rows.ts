import { asc, eq } from 'drizzle-orm';
import { historyPages } from '../../db/schema.ts';
import { canonicalJson } from '../domain/canonical.ts';
import type { Database } from './database.ts';
import { storable } from './row-values.ts';
import type { EvidenceStore } from './store.ts';
import { change, read } from './transaction.ts';

export const historyMethods = (
  database: Database,
): Pick<EvidenceStore, 'historyPages' | 'keepHistoryPage'> => ({
  historyPages: (collection) =>
    read(database, async (db) => {
      const rows = await db
        .select({ page: historyPages.page })
        .from(historyPages)
        .where(eq(historyPages.collection, collection))
        .orderBy(asc(historyPages.number));
      return rows.map(({ page }): unknown => JSON.parse(page));
    }),

  keepHistoryPage: (collection, number, page) =>
    change(database, async (tx) => {
      await tx
        .insert(historyPages)
        .values({ collection, number, page: storable(canonicalJson(page)) })
        .onConflictDoNothing();
    }),
});
