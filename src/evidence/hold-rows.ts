import { and, asc, eq, isNull, max } from 'drizzle-orm';
import { holds } from '../../db/schema.ts';
import { userError } from '../domain/errors.ts';
import type { Hold } from '../domain/record.ts';
import { commitment } from './commitment.ts';
import type { Database } from './database.ts';
import { stateOfDestruction } from './destruction-rows.ts';
import { append } from './ledger-rows.ts';
import type { RecordStore } from './record-store.ts';
import { numbered, numberIn, storable } from './row-values.ts';
import { newSalt } from './salt.ts';
import { actOnIncident, readIncident } from './transaction.ts';

export function holdMethods(database: Database): Pick<RecordStore, 'holds' | 'placeHold' | 'releaseHold'> {
  return {
    holds: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(holds)
          .where(eq(holds.incident, incident))
          .orderBy(asc(holds.number));
        return rows.map(holdOf);
      }),

    placeHold: (incident, why, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const state = await stateOfDestruction(tx, incident);
        if (state === 'emptied' || state === 'done') throw tooLate(incident);
        const [last] = await tx
          .select({ number: max(holds.number) })
          .from(holds)
          .where(eq(holds.incident, incident));
        const row = {
          incident,
          number: (last?.number ?? 0) + 1,
          reason: storable(why),
          salt: newSalt(),
          placedAt: act.at,
          placedBy: act.actor,
          releasedAt: null,
          releasedBy: null,
          releaseReason: null,
          releaseSalt: null,
        };
        await tx.insert(holds).values(row);
        const hold = holdOf(row);
        const body = { hold: hold.id, commitment: commitment(row.salt, { reason: row.reason }) };
        await append(tx, incident, act, [{ type: 'hold.placed', body }]);
        return hold;
      }),

    releaseHold: (incident, id, why, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const ofHold = and(eq(holds.incident, incident), eq(holds.number, numberIn('H', id) ?? 0));
        const [row] = await tx
          .select()
          .from(holds)
          .where(and(ofHold, isNull(holds.releasedAt)));
        if (!row) throw holdUnknown(incident, id);
        const released = {
          releasedAt: act.at,
          releasedBy: act.actor,
          releaseReason: storable(why),
          releaseSalt: newSalt(),
        };
        await tx.update(holds).set(released).where(ofHold);
        const words = { reason: released.releaseReason };
        const body = { hold: id, commitment: commitment(released.releaseSalt, words) };
        await append(tx, incident, act, [{ type: 'hold.released', body }]);
        return holdOf({ ...row, ...released });
      }),
  };
}

const holdOf = (row: typeof holds.$inferSelect): Hold => ({
  id: numbered('H', row.number),
  reason: row.reason,
  placedAt: row.placedAt,
  placedBy: row.placedBy,
  releasedAt: row.releasedAt,
  releasedBy: row.releasedBy,
  releaseReason: row.releaseReason,
});

const holdUnknown = (incident: string, id: string) =>
  userError({
    code: 'HOLD_UNKNOWN',
    message: `no hold ${id} stands on ${incident}`,
    mend: `see which stand with: rca record ${incident}`,
  });

const tooLate = (incident: string) =>
  userError({
    code: 'INCIDENT_DESTROYED',
    message: `the content of ${incident} was destroyed: there is nothing left to hold`,
    mend: `copies that left the house are listed by: rca record ${incident}`,
  });
