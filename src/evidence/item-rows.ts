import { and, asc, eq, inArray, isNull, max } from 'drizzle-orm';
import { evidence, gaps } from '../../db/schema.ts';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import { outsideError, userError } from '../domain/errors.ts';
import { type EvidenceItemDraft, evidenceItemSchema } from '../domain/evidence-item.ts';
import { type Gap, gapSchema } from '../domain/gap.ts';
import { commitment } from './commitment.ts';
import type { Database, Drizzle } from './database.ts';
import { removedOf, shareBlobs } from './destruction-rows.ts';
import { keepGap } from './gap-rows.ts';
import { append } from './ledger-rows.ts';
import { numbered, numberIn, storable } from './row-values.ts';
import { newSalt } from './salt.ts';
import type { BlobStore, EvidenceStore, StoredItem } from './store.ts';
import { actOnIncident, readIncident, type TimedAct } from './transaction.ts';

export function itemMethods(
  database: Database,
  blobs: Pick<BlobStore, 'has'> | null,
): Pick<EvidenceStore, 'addItem' | 'items' | 'withdraw' | 'gaps' | 'recordGap'> {
  return {
    addItem: (incident, item, found, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const added = await insertItem(tx, incident, item, null, act, blobs);
        await insertGaps(tx, incident, found, null, act);
        return added;
      }),

    items: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(evidence)
          .where(eq(evidence.incident, incident))
          .orderBy(asc(evidence.number));
        return rows.map(storedOf);
      }),

    withdraw: (incident, id, why, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const row = await findItem(tx, incident, id);
        if (!row) {
          throw userError({
            code: 'EVIDENCE_UNKNOWN',
            message: `${incident} has no evidence ${id}`,
            mend: `list the evidence with: rca evidence ${incident}`,
          });
        }
        if (row.withdrawn !== null) return;
        const withdrawn = storable(why);
        const withdrawnSalt = newSalt();
        await tx
          .update(evidence)
          .set({ withdrawn, withdrawnSalt })
          .where(and(eq(evidence.incident, incident), eq(evidence.number, row.number)));
        const body = { evidence: id, commitment: commitment(withdrawnSalt, { why: withdrawn }) };
        await append(tx, incident, act, [{ type: 'evidence.withdrawn', body }]);
      }),

    recordGap: (incident, gap, act) =>
      actOnIncident(database, incident, act, (tx, act) => insertGaps(tx, incident, [gap], null, act)),

    gaps: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select({ gap: gaps.gap })
          .from(gaps)
          .where(eq(gaps.incident, incident))
          .orderBy(asc(gaps.number));
        return rows.map(({ gap }) => gapSchema.parse(JSON.parse(gap)));
      }),
  };
}

/** Adds an item with its ledger entry, or finds the equal one that stands. The caller has locked the incident. */
export async function insertItem(
  tx: Drizzle,
  incident: string,
  draft: EvidenceItemDraft,
  collection: string | null,
  act: TimedAct,
  blobs: Pick<BlobStore, 'has'> | null,
): Promise<{ readonly stored: StoredItem; readonly added: boolean }> {
  await holdPages(tx, draft, blobs);
  const [likeness, ...earlier] = likenessesOf(draft);
  const [standing] = await tx
    .select()
    .from(evidence)
    .where(
      and(
        eq(evidence.incident, incident),
        inArray(evidence.likeness, [likeness, ...earlier]),
        isNull(evidence.withdrawn),
      ),
    );
  if (standing) return { stored: storedOf(standing), added: false };

  const [last] = await tx
    .select({ number: max(evidence.number) })
    .from(evidence)
    .where(eq(evidence.incident, incident));
  const number = (last?.number ?? 0) + 1;
  // Parsed, so that the description holds nothing that reading it back would leave out.
  const item = evidenceItemSchema.parse({ ...draft, v: 1, id: numbered('E', number), incident });
  const description = canonicalJson(item);
  const row = { incident, number, description, likeness, collection, withdrawn: null, withdrawnSalt: null };
  await tx.insert(evidence).values(row);
  const stored = storedOf(row);
  const type = collection === null ? 'evidence.imported' : 'evidence.collected';
  const body = { evidence: item.id, source: item.source, collection, sha256: stored.sha256 };
  await append(tx, incident, act, [{ type, body }]);
  return { stored, added: true };
}

/** Records absences with their ledger entries; one that stands already is not recorded twice. */
export async function insertGaps(
  tx: Drizzle,
  incident: string,
  found: readonly Gap[],
  collection: string | null,
  act: TimedAct,
): Promise<void> {
  for (const gap of found) {
    const body = await keepGap(tx, incident, gap, collection);
    if (body !== null) await append(tx, incident, act, [{ type: 'gap.recorded', body }]);
  }
}

async function findItem(tx: Drizzle, incident: string, id: string) {
  const number = numberIn('E', id);
  if (number === null) return undefined;
  const [row] = await tx
    .select()
    .from(evidence)
    .where(and(eq(evidence.incident, incident), eq(evidence.number, number)));
  return row;
}

/**
 * From here to the end of the transaction no destruction removes a blob. One that was removed since the pages were
 * stored is told: the same bytes stood in an incident that was destroyed meanwhile.
 */
async function holdPages(
  tx: Drizzle,
  { pages }: EvidenceItemDraft,
  blobs: Pick<BlobStore, 'has'> | null,
): Promise<void> {
  await shareBlobs(tx);
  for (const sha256 of await removedOf(
    tx,
    pages.map((page) => page.sha256),
  )) {
    if (blobs === null || (await blobs.has(sha256))) continue;
    throw outsideError({
      code: 'BLOB_REMOVED',
      message: 'the same bytes were destroyed with another incident while they were stored for this one',
      where: sha256,
      mend: 'collect or import again: they are stored anew',
    });
  }
}

/**
 * What makes two items the same evidence, as it is stored now and as it was stored before. A file is the same whatever
 * the incident's window was when it was handed in.
 */
function likenessesOf({
  source,
  format,
  query,
  asked,
  pages,
  original,
}: EvidenceItemDraft): readonly [string, ...string[]] {
  const question = { source, format, query, pages: pages.map(({ sha256 }) => sha256) };
  const asAsked = sha256Hex(canonicalJson({ ...question, asked }));
  return original === null ? [asAsked] : [sha256Hex(canonicalJson(question)), asAsked];
}

const storedOf = (row: typeof evidence.$inferSelect): StoredItem => ({
  item: evidenceItemSchema.parse(JSON.parse(row.description)),
  sha256: sha256Hex(row.description),
  collection: row.collection,
  withdrawn: row.withdrawn,
});
