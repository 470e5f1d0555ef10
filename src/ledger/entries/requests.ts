import { z } from 'zod';
import { type EntryType, entryType } from '../entry-type.ts';
import { givenInstant, name, words } from '../members.ts';

const asked = entryType(
  z.strictObject({
    name: words,
    sentAt: givenInstant,
    outcome: z.enum(['done', 'refused', 'failed']),
    /** Why not; missing when it was done. */
    code: name.optional(),
  }),
);

/** What people asked for, whatever became of it. */
export const requestEntries = {
  'slack.command': asked,
  'slack.button': asked,
  'slack.form': asked,
  'redaction.revealed': entryType(z.strictObject({ token: words })),
} as const satisfies Record<string, EntryType>;
