import { type Note, standingNotes } from '../domain/incident.ts';
import type { EntryDraft } from './entry.ts';
import { compareIds } from './evidence-ids.ts';
import { cleaned } from './words.ts';

/** The latest version of each note that stands, in order of id. */
export const latestNotes = (notes: readonly Note[]): readonly Note[] =>
  [...standingNotes(notes)].sort((a, b) => compareIds(a.id, b.id));

export const noteDraft = (note: Note): EntryDraft => ({
  kind: 'note',
  at: note.at,
  until: note.at,
  title: `${cleaned(note.text)}${note.message?.deletedAt ? ' (deleted where it was written)' : ''}`,
  count: 1,
  evidence: note.message?.evidence ?? [],
  attributes: {
    'note.text': note.text,
    ...(note.phase === null ? {} : { 'note.phase': note.phase }),
    ...messageAttributes(note),
  },
  subject: note.id,
});

const messageAttributes = ({ message }: Note): EntryDraft['attributes'] =>
  message === undefined
    ? {}
    : {
        'message.author': message.author,
        ...(message.permalink === null ? {} : { 'message.permalink': message.permalink }),
        ...(message.editedAt === null ? {} : { 'message.edited': message.editedAt }),
        ...(message.deletedAt === null ? {} : { 'message.deleted': message.deletedAt }),
      };
