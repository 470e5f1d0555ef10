import { asc, eq, sql } from 'drizzle-orm';
import {
  collections,
  deliveries,
  destroyedBlobs,
  destructions,
  evidence,
  gaps,
  holds,
  incidents,
  incidentVersions,
  ledger,
  notes,
  packs,
  sections,
  signoffs,
  sourceRuns,
} from '../../db/schema.ts';
import type { Database } from './database.ts';
import type { EvidenceStore } from './store.ts';
import { incidentUnknown, read } from './transaction.ts';

/** Rows of one incident as they stand, with the salts of their commitments: what its ledger is compared with. */
export interface AuditRows {
  readonly incident: typeof incidents.$inferSelect;
  readonly ledger: readonly { readonly seq: number; readonly line: string }[];
  readonly evidence: readonly (typeof evidence.$inferSelect)[];
  readonly gaps: readonly (typeof gaps.$inferSelect)[];
  readonly notes: readonly (typeof notes.$inferSelect)[];
  readonly versions: readonly (typeof incidentVersions.$inferSelect)[];
  readonly sections: readonly (typeof sections.$inferSelect)[];
  readonly collections: readonly (typeof collections.$inferSelect)[];
  readonly sourceRuns: readonly (typeof sourceRuns.$inferSelect)[];
  readonly packs: readonly (typeof packs.$inferSelect)[];
  readonly signoffs: readonly (typeof signoffs.$inferSelect)[];
  readonly holds: readonly (typeof holds.$inferSelect)[];
  readonly deliveries: readonly (typeof deliveries.$inferSelect)[];
  /** At most one. */
  readonly destructions: readonly (typeof destructions.$inferSelect)[];
  readonly destroyedBlobs: readonly (typeof destroyedBlobs.$inferSelect)[];
}

const GUARDS: Readonly<Record<string, readonly string[]>> = {
  _append_only: ['checkpoints', 'destruction_rules', 'ledger'],
  _judged: ['ledger'],
  _told: [
    ...[
      'deliveries',
      'destructions',
      'evidence',
      'gaps',
      'holds',
      'incident_versions',
      'notes',
      'packs',
      'sections',
    ],
    'signoffs',
  ],
  _settled: [
    ...['collections', 'deliveries', 'destroyed_blobs', 'destructions', 'evidence', 'holds', 'incidents'],
    'source_runs',
  ],
};

export function auditMethods(database: Database): Pick<EvidenceStore, 'auditRows' | 'unguardedTables'> {
  return {
    // One transaction with one view of all tables: the program may be at work.
    auditRows: (id) =>
      read(database, (db) =>
        db.transaction(
          async (tx) => {
            const [incident] = await tx.select().from(incidents).where(eq(incidents.id, id));
            if (!incident) throw incidentUnknown(id);
            const lines = await tx
              .select({ seq: ledger.seq, line: ledger.line })
              .from(ledger)
              .where(eq(ledger.incident, id))
              .orderBy(asc(ledger.seq));
            const runs = await tx
              .select({ run: sourceRuns })
              .from(sourceRuns)
              .innerJoin(collections, eq(collections.id, sourceRuns.collection))
              .where(eq(collections.incident, id));
            return {
              incident,
              ledger: lines,
              evidence: await tx
                .select()
                .from(evidence)
                .where(eq(evidence.incident, id))
                .orderBy(asc(evidence.number)),
              gaps: await tx.select().from(gaps).where(eq(gaps.incident, id)).orderBy(asc(gaps.number)),
              notes: await tx
                .select()
                .from(notes)
                .where(eq(notes.incident, id))
                .orderBy(asc(notes.number), asc(notes.version)),
              versions: await tx
                .select()
                .from(incidentVersions)
                .where(eq(incidentVersions.incident, id))
                .orderBy(asc(incidentVersions.version)),
              sections: await tx.select().from(sections).where(eq(sections.incident, id)),
              collections: await tx.select().from(collections).where(eq(collections.incident, id)),
              sourceRuns: runs.map(({ run }) => run),
              packs: await tx.select().from(packs).where(eq(packs.incident, id)).orderBy(asc(packs.version)),
              signoffs: await tx
                .select()
                .from(signoffs)
                .where(eq(signoffs.incident, id))
                .orderBy(asc(signoffs.number)),
              holds: await tx.select().from(holds).where(eq(holds.incident, id)).orderBy(asc(holds.number)),
              deliveries: await tx.select().from(deliveries).where(eq(deliveries.incident, id)),
              destructions: await tx.select().from(destructions).where(eq(destructions.incident, id)),
              destroyedBlobs: await tx.select().from(destroyedBlobs).where(eq(destroyedBlobs.incident, id)),
            };
          },
          { isolationLevel: 'repeatable read' },
        ),
      ),

    unguardedTables: () =>
      read(database, async (db) => {
        const { rows } = await db.execute<{ name: string }>(
          sql`SELECT t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = 'rca'::regnamespace AND starts_with(t.tgname, c.relname) AND t.tgenabled IN ('O', 'A')`,
        );
        const standing = new Set(rows.map(({ name }) => name));
        const missing = Object.entries(GUARDS).flatMap(([suffix, tables]) =>
          tables.filter((table) => !standing.has(`${table}${suffix}`)),
        );
        return [...new Set(missing)].sort();
      }),
  };
}
