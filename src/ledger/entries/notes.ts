import { z } from 'zod';
import { contentType, type EntryType } from '../entry-type.ts';
import { laterVersion, numbered, sha256 } from '../members.ts';

const id = numbered('N');

export const noteEntries = {
  'note.written': contentType(z.strictObject({ note: id, version: z.literal(1), commitment: sha256 }), {
    once: ['note {note} version {version}'],
  }),
  'note.edited': contentType(z.strictObject({ note: id, version: laterVersion, commitment: sha256 }), {
    once: ['note {note} version {version}'],
    needs: ['note {note} version {version-1}'],
  }),
} as const satisfies Record<string, EntryType>;
