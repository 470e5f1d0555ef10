import { and, asc, desc, eq, inArray, max, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { notes } from '../../db/schema.ts';
import { canonicalJson } from '../domain/canonical.ts';
import { userError } from '../domain/errors.ts';
import { capturedMessageSchema, type Note } from '../domain/incident.ts';
import { commitment, committedNote } from './commitment.ts';
import type { Database, Drizzle } from './database.ts';
import { append, lineOfRequest, type NewEntry } from './ledger-rows.ts';
import { numbered, numberIn, storable } from './row-values.ts';
import { newSalt } from './salt.ts';
import type { Act, EvidenceStore, MessageChange, MessageNote, NewNote } from './store.ts';
import { actOnIncident, changeIncident, readIncident, type TimedAct, timedAct } from './transaction.ts';

const writtenSchema = z.object({ body: z.object({ note: z.string(), version: z.number() }) });

export function noteMethods(
  database: Database,
): Pick<EvidenceStore, 'writeNote' | 'editNote' | 'writeMessages' | 'notes'> {
  return {
    writeNote: (incident, note, act, key) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const requestKey = key === undefined ? undefined : `note.written:${key}`;
        const line = await lineOfRequest(tx, incident, requestKey);
        if (line !== undefined) return writtenBefore(tx, incident, line);
        const place = await nextPlace(tx, incident);
        return insertVersion(tx, incident, place, note, act, 'note.written', requestKey);
      }),

    editNote: (incident, id, note, act, key) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const requestKey = key === undefined ? undefined : `note.edited:${key}`;
        const line = await lineOfRequest(tx, incident, requestKey);
        if (line !== undefined) return writtenBefore(tx, incident, line);
        const latest = await latestVersion(tx, incident, id);
        if (!latest) {
          throw userError({
            code: 'NOTE_UNKNOWN',
            message: `${incident} has no note ${id}`,
            mend: `list the notes with: rca timeline ${incident}`,
          });
        }
        const place = { number: latest.number, version: latest.version + 1 };
        const origin = originOf(latest);
        return insertVersion(tx, incident, place, { ...note, ...origin }, act, 'note.edited', requestKey);
      }),

    writeMessages: (incident, changes) =>
      changeIncident(database, incident, (tx) => writeMessages(database, tx, incident, changes)),

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

interface Place {
  readonly number: number;
  readonly version: number;
}

async function nextPlace(tx: Drizzle, incident: string): Promise<Place> {
  const [last] = await tx
    .select({ number: max(notes.number) })
    .from(notes)
    .where(eq(notes.incident, incident));
  return { number: (last?.number ?? 0) + 1, version: 1 };
}

/** A note as it is written: of a message, or of a person's own words. */
type Written = NewNote & Partial<Pick<MessageNote, 'message'>> & { readonly withdrawn?: string | null };

async function insertVersion(
  tx: Drizzle,
  incident: string,
  place: Place,
  note: Written,
  act: TimedAct,
  type: 'note.written' | 'note.edited',
  requestKey: string | undefined,
): Promise<Note> {
  const row = rowOf(incident, place, note, act);
  await tx.insert(notes).values(row);
  await append(tx, incident, act, [{ ...entryOf(row), type, requestKey }]);
  return noteOf(row);
}

const rowOf = (incident: string, place: Place, note: Written, act: Act): NoteRow => ({
  incident,
  ...place,
  at: note.at,
  text: storable(note.text),
  author: act.actor,
  writtenAt: act.at,
  phase: note.phase,
  salt: newSalt(),
  messageKey: note.message === undefined ? null : storable(note.message.key),
  message: note.message === undefined ? null : storable(canonicalJson(note.message)),
  withdrawn: typeof note.withdrawn === 'string' ? storable(note.withdrawn) : null,
});

const entryOf = (row: NoteRow): NewEntry => ({
  type: row.version === 1 ? 'note.written' : 'note.edited',
  body: {
    note: numbered('N', row.number),
    version: row.version,
    commitment: commitment(row.salt, committedNote(row)),
  },
});

async function writeMessages(
  database: Database,
  tx: Drizzle,
  incident: string,
  changes: readonly MessageChange[],
): Promise<readonly (Note | null)[]> {
  const latest = await latestOfMessages(tx, incident, [...new Set(changes.map(({ key }) => key))]);
  let next = (await nextPlace(tx, incident)).number;
  const rows: { readonly row: NoteRow; readonly act: TimedAct }[] = [];
  const at =
    changes
      .map(({ act }) => act.at)
      .toSorted()
      .at(-1) ?? '';
  const time = await timedAct(database, tx, incident, { actor: '', at });
  const results = changes.map(({ key, change, act: { actor } }) => {
    const known = latest.get(key);
    const before = known ? noteOf(known) : null;
    const note = change(before);
    if (note === null) return before;
    const place = known
      ? { number: known.number, version: known.version + 1 }
      : { number: next++, version: 1 };
    const act = { ...time, actor };
    const row = rowOf(incident, place, note, act);
    latest.set(key, row);
    rows.push({ row, act });
    return noteOf(row);
  });
  if (rows.length > 0) await tx.insert(notes).values(rows.map(({ row }) => row));
  for (const [act, entries] of runsOfAct(rows)) await append(tx, incident, act, entries);
  return results;
}

async function latestOfMessages(
  tx: Drizzle,
  incident: string,
  keys: readonly string[],
): Promise<Map<string, NoteRow>> {
  if (keys.length === 0) return new Map();
  const found = await tx
    .select()
    .from(notes)
    .where(and(eq(notes.incident, incident), inArray(notes.messageKey, [...keys])))
    .orderBy(asc(notes.version));
  return new Map(found.map((row) => [row.messageKey ?? '', row]));
}

/** Neighbours of one actor are appended together. */
function runsOfAct(
  rows: readonly { readonly row: NoteRow; readonly act: TimedAct }[],
): readonly (readonly [TimedAct, NewEntry[]])[] {
  const runs: (readonly [TimedAct, NewEntry[]])[] = [];
  for (const { row, act } of rows) {
    const last = runs.at(-1);
    if (last?.[0].actor === act.actor) last[1].push(entryOf(row));
    else runs.push([act, [entryOf(row)]]);
  }
  return runs;
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

const latestVersion = (tx: Drizzle, incident: string, id: string) =>
  latestWhere(tx, incident, eq(notes.number, numberIn('N', id) ?? 0));

async function latestWhere(tx: Drizzle, incident: string, which: SQL): Promise<NoteRow | undefined> {
  const [latest] = await tx
    .select()
    .from(notes)
    .where(and(eq(notes.incident, incident), which))
    .orderBy(desc(notes.version))
    .limit(1);
  return latest;
}

type NoteRow = typeof notes.$inferSelect;

const originOf = ({ message, withdrawn }: NoteRow): Pick<Note, 'message' | 'withdrawn'> => ({
  ...(message === null ? {} : { message: capturedMessageSchema.parse(JSON.parse(message)) }),
  ...(withdrawn === null ? {} : { withdrawn }),
});

const noteOf = (row: NoteRow): Note => ({
  id: numbered('N', row.number),
  version: row.version,
  at: row.at,
  text: row.text,
  author: row.author,
  writtenAt: row.writtenAt,
  phase: row.phase,
  ...originOf(row),
});
