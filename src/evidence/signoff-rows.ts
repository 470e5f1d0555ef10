import { asc, eq, max } from 'drizzle-orm';
import { z } from 'zod';
import { signoffs } from '../../db/schema.ts';
import type { Reason } from '../domain/signoff.ts';
import { readEntries } from '../ledger/read-entries.ts';
import { commitment } from './commitment.ts';
import type { Database } from './database.ts';
import { append, lineOfRequest, linesOf } from './ledger-rows.ts';
import { numbered, storable } from './row-values.ts';
import { newSalt } from './salt.ts';
import type { EvidenceStore } from './store.ts';
import { actOnIncident, readIncident } from './transaction.ts';

const bodySchema = z.object({ body: z.object({ signoff: z.string() }) });

export function signoffMethods(database: Database): Pick<EvidenceStore, 'signOff' | 'signoffReasons'> {
  return {
    signOff: (incident, decide, act, key) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const requestKey = key === undefined ? undefined : `signoff:${key}`;
        const before = await lineOfRequest(tx, incident, requestKey);
        if (before !== undefined) {
          return { id: bodySchema.parse(JSON.parse(before)).body.signoff, added: false };
        }
        const entries = readEntries(await linesOf(tx, incident));
        const decided = decide(entries);
        if ('standing' in decided) return { id: decided.standing, added: false };
        const [last] = await tx
          .select({ number: max(signoffs.number) })
          .from(signoffs)
          .where(eq(signoffs.incident, incident));
        const number = (last?.number ?? 0) + 1;
        const reason = decided.reason === null ? null : storable(decided.reason);
        const salt = reason === null ? null : newSalt();
        await tx.insert(signoffs).values({ incident, number, reason, salt });
        const id = numbered('S', number);
        const body = {
          ...decided.body,
          signoff: id,
          commitment: salt === null ? null : commitment(salt, { reason }),
        };
        await append(tx, incident, act, [{ type: decided.type, body, requestKey }]);
        return { id, added: true };
      }),

    signoffReasons: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(signoffs)
          .where(eq(signoffs.incident, incident))
          .orderBy(asc(signoffs.number));
        return new Map(
          rows.flatMap(({ number, reason, salt }): [string, Reason][] =>
            reason === null || salt === null ? [] : [[numbered('S', number), { text: reason, salt }]],
          ),
        );
      }),
  };
}
