import { and, asc, desc, eq, max } from 'drizzle-orm';
import { z } from 'zod';
import { notes } from '../../db/schema.ts';
import { userError } from '../domain/errors.ts';
import type { Note } from '../domain/incident.ts';
import { commitment, newSalt } from './commitment.ts';
import type { Database, Drizzle } from './database.ts';
import { append, lineOfRequest } from './ledger-rows.ts';
import { numbered, numberIn, storable } from './row-values.ts';
import type { Act, EvidenceStore, NewNote } from './store.ts';
import { changeIncident, readIncident } from './transaction.ts';

const writtenSchema = z.object({ body: z.object({ note: z.string(), version: z.number() }) });

export function noteMethods(database: Database): Pick<EvidenceStore, 'writeNote' | 'editNote' | 'notes'> {
  return {
    writeNote: (incident, note, act, key) =>
      changeIncident(database, incident, async (tx) => {
        const requestKey = key === undefined ? undefined : `note.written:${key}`;
        const line = await lineOfRequest(tx, incident, requestKey);
        if (line !== undefined) return writtenBefore(tx, incident, line);
        const [last] = await tx
          .select({ number: max(notes.number) })
          .from(notes)
          .where(eq(notes.incident, incident));
        const number = (last?.number ?? 0) + 1;
        return insertVersion(tx, incident, { number, version: 1 }, note, act, 'note.written', requestKey);
      }),

    editNote: (incident, id, note, act) =>
      changeIncident(database, incident, async (tx) => {
        const latest = await latestVersion(tx, incident, id);
        if (!latest) {
          throw userError({
            code: 'NOTE_UNKNOWN',
            message: `${incident} has no note ${id}`,
            mend: `list the notes with: rca timeline ${incident}`,
          });
        }
        const place = { number: latest.number, version: latest.version + 1 };
        return insertVersion(tx, incident, place, note, act, 'note.edited', undefined);
      }),

    notes: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(notes)
          .where(eq(notes.incident, incident))
          .orderBy(asc(notes.number), asc(notes.version));
        return rows.map(noteOf);
      }),
  };
}

async function insertVersion(
  tx: Drizzle,
  incident: string,
  place: { readonly number: number; readonly version: number },
  note: NewNote,
  act: Act,
  type: 'note.written' | 'note.edited',
  requestKey: string | undefined,
): Promise<Note> {
  const row = {
    incident,
    ...place,
    at: note.at,
    text: storable(note.text),
    author: act.actor,
    writtenAt: act.at,
    phase: note.phase,
    salt: newSalt(),
  };
  await tx.insert(notes).values(row);
  const stored = noteOf(row);
  const { id, version, at, text, phase } = stored;
  const body = { note: id, version, commitment: commitment(row.salt, { at, text, phase }) };
  await append(tx, incident, act, [{ type, body, requestKey }]);
  return stored;
}

/** The note that an earlier request with the same key wrote, as it wrote it. */
async function writtenBefore(tx: Drizzle, incident: string, line: string): Promise<Note> {
  const { body } = writtenSchema.parse(JSON.parse(line));
  const [row] = await tx
    .select()
    .from(notes)
    .where(
      and(
        eq(notes.incident, incident),
        eq(notes.number, numberIn('N', body.note) ?? 0),
        eq(notes.version, body.version),
      ),
    );
  if (!row) throw new Error(`the ledger of ${incident} names a note ${body.note} that is not there`);
  return noteOf(row);
}

async function latestVersion(tx: Drizzle, incident: string, id: string) {
  const number = numberIn('N', id);
  if (number === null) return undefined;
  const [latest] = await tx
    .select({ number: notes.number, version: notes.version })
    .from(notes)
    .where(and(eq(notes.incident, incident), eq(notes.number, number)))
    .orderBy(desc(notes.version))
    .limit(1);
  return latest;
}

const noteOf = (row: typeof notes.$inferSelect): Note => ({
  id: numbered('N', row.number),
  version: row.version,
  at: row.at,
  text: row.text,
  author: row.author,
  writtenAt: row.writtenAt,
  phase: row.phase,
});
