import type { Note } from '../domain/incident.ts';
import type { EntryDraft } from './entry.ts';
import { compareIds } from './evidence-ids.ts';
import { cleaned } from './words.ts';

/** The latest version of each note, in order of id. */
export function latestNotes(notes: readonly Note[]): readonly Note[] {
  const latest = new Map<string, Note>();
  for (const note of notes) {
    const known = latest.get(note.id);
    if (known === undefined || known.version < note.version) latest.set(note.id, note);
  }
  return [...latest.values()].sort((a, b) => compareIds(a.id, b.id));
}

export const noteDraft = (note: Note): EntryDraft => ({
  kind: 'note',
  at: note.at,
  until: note.at,
  title: cleaned(note.text),
  count: 1,
  evidence: [],
  attributes: { 'note.text': note.text, ...(note.phase === null ? {} : { 'note.phase': note.phase }) },
  subject: note.id,
});
