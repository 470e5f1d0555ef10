import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { deliveries, destructions, packs } from '../../db/schema.ts';
import type { Delivery, RecordedPack } from '../domain/record.ts';
import { receiptDigest } from './agreement/deliveries.ts';
import type { Database, Drizzle } from './database.ts';
import { append, lineOfRequest } from './ledger-rows.ts';
import type { DeliveryKey, RecordStore } from './record-store.ts';
import { storable } from './row-values.ts';
import { actOnIncident, changeIncident, read, readIncident } from './transaction.ts';

type PackMethods = Pick<
  RecordStore,
  'packWritten' | 'packs' | 'deliveries' | 'undelivered' | 'delivered' | 'deliveryFailed' | 'holdShown'
>;

export function packMethods(database: Database): PackMethods {
  return {
    packWritten: (incident, { authorityClock, beside, ...pack }, destinations, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const { version, sha256, manifestSha256 } = pack;
        const requestKey = `pack.written:pack:${version}:${sha256}`;
        if (await lineOfRequest(tx, incident, requestKey)) return;
        await tx.insert(packs).values({ ...pack, incident, writtenAt: act.at, writtenBy: act.actor });
        for (const { id, kind } of destinations) {
          await tx.insert(deliveries).values({ incident, version, destination: id, kind, state: 'waiting' });
        }
        const clock = authorityClock === null ? {} : { authorityClock };
        const ids = destinations.map(({ id }) => id);
        const large = beside.files === 0 ? {} : { beside };
        const body = { version, sha256, manifestSha256, destinations: ids, ...large, ...clock };
        await append(tx, incident, act, [{ type: 'pack.written', body, requestKey }]);
      }),

    packs: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(packs)
          .where(eq(packs.incident, incident))
          .orderBy(asc(packs.version));
        return rows.map(({ incident: _, ...pack }): RecordedPack => pack);
      }),

    deliveries: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(deliveries)
          .where(eq(deliveries.incident, incident))
          .orderBy(asc(deliveries.version), asc(deliveries.destination));
        return rows.map(deliveryOf);
      }),

    undelivered: () =>
      read(database, (db) =>
        db
          .select({
            incident: deliveries.incident,
            version: deliveries.version,
            destination: deliveries.destination,
          })
          .from(deliveries)
          .leftJoin(destructions, eq(destructions.incident, deliveries.incident))
          .where(and(ne(deliveries.state, 'delivered'), isNull(destructions.incident)))
          .orderBy(asc(deliveries.incident), asc(deliveries.version), asc(deliveries.destination)),
      ),

    delivered: (key, receipt, act) =>
      actOnIncident(database, key.incident, act, async (tx, act) => {
        const row = await find(tx, key);
        if (row === undefined || row.state === 'delivered') return;
        await tx
          .update(deliveries)
          .set({
            state: 'delivered',
            attempts: row.attempts + 1,
            triedAt: act.at,
            place: receipt.place,
            receipt: JSON.stringify(receipt.readBack),
            error: null,
            hold: receipt.hold,
          })
          .where(ofKey(key));
        const body = {
          version: key.version,
          destination: key.destination,
          sha256: await digestOf(tx, key),
          receipt: receiptDigest({ ...receipt, kind: row.kind }),
        };
        await append(tx, key.incident, act, [{ type: 'pack.delivered', body }]);
      }),

    deliveryFailed: (key, { code, words }, act) =>
      actOnIncident(database, key.incident, act, async (tx, act) => {
        const row = await find(tx, key);
        if (row === undefined || row.state === 'delivered') return;
        await tx
          .update(deliveries)
          .set({ state: 'failed', attempts: row.attempts + 1, triedAt: act.at, error: storable(words) })
          .where(ofKey(key));
        const requestKey = `delivery.failed:${key.version}:${key.destination}:${code}`;
        if (await lineOfRequest(tx, key.incident, requestKey)) return;
        const body = { version: key.version, destination: key.destination, code };
        await append(tx, key.incident, act, [{ type: 'delivery.failed', body, requestKey }]);
      }),

    holdShown: (key, hold) =>
      changeIncident(database, key.incident, async (tx) => {
        await tx.update(deliveries).set({ hold }).where(ofKey(key));
      }),
  };
}

const ofKey = ({ incident, version, destination }: DeliveryKey) =>
  and(
    eq(deliveries.incident, incident),
    eq(deliveries.version, version),
    eq(deliveries.destination, destination),
  );

async function find(tx: Drizzle, key: DeliveryKey) {
  const [row] = await tx.select().from(deliveries).where(ofKey(key));
  return row;
}

async function digestOf(tx: Drizzle, { incident, version }: DeliveryKey): Promise<string | undefined> {
  const [row] = await tx
    .select({ sha256: packs.sha256 })
    .from(packs)
    .where(sql`${packs.incident} = ${incident} AND ${packs.version} = ${version}`);
  return row?.sha256;
}

const readBackSchema = z.record(z.string(), z.string());

const deliveryOf = ({ receipt, incident: _, ...row }: typeof deliveries.$inferSelect): Delivery => ({
  ...row,
  readBack: receipt === null ? null : readBackSchema.parse(JSON.parse(receipt)),
});
