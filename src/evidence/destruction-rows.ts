import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { destroyedBlobs, destructions, evidence, packs, slackChannels } from '../../db/schema.ts';
import { sha256Hex } from '../domain/canonical.ts';
import { evidenceItemSchema } from '../domain/evidence-item.ts';
import type { Destruction, DestructionState } from '../domain/record.ts';
import type { Database, Drizzle } from './database.ts';
import { standingRules } from './destruction-rules.ts';
import { append } from './ledger-rows.ts';
import type { KeptBlob, RecordStore } from './record-store.ts';
import { actOnIncident, change, changeIncident, read, readIncident } from './transaction.ts';

type DestructionMethods = Pick<
  RecordStore,
  | 'destructionRules'
  | 'destruction'
  | 'unfinishedDestructions'
  | 'beginDestruction'
  | 'slackChannels'
  | 'emptyRows'
  | 'removeBlobs'
  | 'blobOutcomes'
  | 'finishDestruction'
  | 'keptBlobs'
>;

/** Any number that no other program on the database uses for pg_advisory_xact_lock. */
const BLOBS_LOCK = 7_236_004;

/** Whoever refers to a blob from now on waits until nobody is removing any, and the other way round. */
export const shareBlobs = (tx: Drizzle): Promise<unknown> =>
  tx.execute(sql`SELECT pg_advisory_xact_lock_shared(${BLOBS_LOCK})`);

export function destructionMethods(database: Database): DestructionMethods {
  return {
    destructionRules: () => read(database, standingRules),

    destruction: (incident) =>
      readIncident(database, incident, async (db): Promise<Destruction | null> => {
        const [row] = await db.select().from(destructions).where(eq(destructions.incident, incident));
        if (!row) return null;
        const { incident: _, ...found } = row;
        return found;
      }),

    unfinishedDestructions: () =>
      read(database, async (db) => {
        const rows = await db
          .select({ incident: destructions.incident })
          .from(destructions)
          .where(ne(destructions.state, 'done'))
          .orderBy(asc(destructions.incident));
        return rows.map(({ incident }) => incident);
      }),

    beginDestruction: (incident, plan, blobs, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        if ((await stateOfDestruction(tx, incident)) !== null) return;
        const digests = sql`string_to_array(${blobs.join(' ')}, ' ')`;
        await tx.execute(
          sql`SELECT rca.begin_destruction(${incident}, ${plan}, ${digests}, ${act.at}, ${act.actor})`,
        );
        const body = { plan: sha256Hex(plan) };
        await append(tx, incident, act, [{ type: 'destruction.begun', body }]);
      }),

    slackChannels: (incident) =>
      readIncident(database, incident, (db) =>
        db
          .select({ team: slackChannels.team, channel: slackChannels.channel })
          .from(slackChannels)
          .where(eq(slackChannels.incident, incident)),
      ),

    emptyRows: (incident) =>
      changeIncident(database, incident, async (tx) => {
        if ((await stateOfDestruction(tx, incident)) !== 'begun') return;
        await tx.execute(sql`SELECT rca.destroy_content(${incident})`);
      }),

    async removeBlobs(incident, remove) {
      const waiting = await read(database, (db) =>
        db
          .select({ sha256: destroyedBlobs.sha256 })
          .from(destroyedBlobs)
          .where(and(eq(destroyedBlobs.incident, incident), isNull(destroyedBlobs.outcome)))
          .orderBy(asc(destroyedBlobs.sha256)),
      );
      for (const { sha256 } of waiting) {
        await change(database, async (tx) => {
          await tx.execute(sql`SELECT pg_advisory_xact_lock(${BLOBS_LOCK})`);
          const outcome = (await isHeldByOther(tx, incident, sha256)) ? 'kept' : 'removed';
          if (outcome === 'removed') await remove(sha256);
          await tx
            .update(destroyedBlobs)
            .set({ outcome })
            .where(and(eq(destroyedBlobs.incident, incident), eq(destroyedBlobs.sha256, sha256)));
        });
      }
    },

    blobOutcomes: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(destroyedBlobs)
          .where(eq(destroyedBlobs.incident, incident))
          .orderBy(asc(destroyedBlobs.sha256));
        const by = (outcome: 'removed' | 'kept') =>
          rows.filter((row) => row.outcome === outcome).map(({ sha256 }) => sha256);
        return { removed: by('removed'), kept: by('kept') };
      }),

    finishDestruction: (incident, { certificate, signature, sha256 }, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        if ((await stateOfDestruction(tx, incident)) !== 'emptied') return;
        await tx
          .update(destructions)
          .set({ state: 'done', certificate, signature, finishedAt: act.at })
          .where(eq(destructions.incident, incident));
        const body = { certificate: sha256 };
        await append(tx, incident, act, [{ type: 'evidence.destroyed', body }]);
      }),

    keptBlobs: () =>
      read(database, async (db) => {
        const items = await db
          .select({ incident: evidence.incident, description: evidence.description })
          .from(evidence)
          .orderBy(asc(evidence.incident), asc(evidence.number));
        const written = await db
          .select({ incident: packs.incident, sha256: packs.sha256, sizeBytes: packs.sizeBytes })
          .from(packs)
          .leftJoin(destructions, eq(destructions.incident, packs.incident))
          .where(isNull(destructions.incident));
        return inOrder([
          ...items.flatMap(({ incident, description }) => blobsOfItem(incident, description)),
          ...written.map((pack) => ({ ...pack, kind: 'pack' as const })),
        ]);
      }),
  };
}

function blobsOfItem(incident: string, description: string): readonly KeptBlob[] {
  const { pages, commitments = [] } = evidenceItemSchema.parse(JSON.parse(description));
  return [
    ...pages.map(({ sha256, sizeBytes }) => ({ sha256, sizeBytes, kind: 'page' as const, incident })),
    ...commitments.map(({ sha256, sizeBytes }) => ({
      sha256,
      sizeBytes,
      kind: 'commitments' as const,
      incident,
    })),
  ];
}

export async function stateOfDestruction(tx: Drizzle, incident: string): Promise<DestructionState | null> {
  const [row] = await tx
    .select({ state: destructions.state })
    .from(destructions)
    .where(eq(destructions.incident, incident));
  return row?.state ?? null;
}

/** Those of the digests that a destruction has removed at some time. */
export async function removedOf(tx: Drizzle, digests: readonly string[]): Promise<readonly string[]> {
  if (digests.length === 0) return [];
  const rows = await tx
    .select({ sha256: destroyedBlobs.sha256 })
    .from(destroyedBlobs)
    .where(and(inArray(destroyedBlobs.sha256, [...digests]), eq(destroyedBlobs.outcome, 'removed')));
  return rows.map(({ sha256 }) => sha256);
}

/** Also one of withdrawn items, and of an incident whose own destruction a hold has stopped. */
async function isHeldByOther(tx: Drizzle, incident: string, sha256: string): Promise<boolean> {
  // As canonical JSON writes it; a digest that stands elsewhere in a description only keeps a blob.
  const page = `"sha256":"${sha256}"`;
  const { rows } = await tx.execute<{ held: boolean }>(sql`
    SELECT EXISTS (SELECT FROM rca.evidence WHERE incident <> ${incident} AND position(${page} IN description) > 0)
        OR EXISTS (SELECT FROM rca.packs p WHERE p.incident <> ${incident} AND p.sha256 = ${sha256}
                   AND NOT EXISTS (SELECT FROM rca.destructions d
                                   WHERE d.incident = p.incident AND d.state <> 'begun')) AS held`);
  return rows[0]?.held !== false;
}

function inOrder(blobs: readonly KeptBlob[]): readonly KeptBlob[] {
  const keyOf = (blob: KeptBlob): string => `${blob.incident} ${blob.sha256}`;
  const byKey = new Map(blobs.map((blob) => [keyOf(blob), blob]));
  return [...byKey.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
