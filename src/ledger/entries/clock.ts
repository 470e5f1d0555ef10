import { z } from 'zod';
import { type EntryType, entryType } from '../entry-type.ts';
import { instant } from '../members.ts';

export const clockEntries = {
  /** The clock was behind the entry before: `reading` is what it said, `last` that entry's time. Said once a time. */
  'clock.behind': entryType(z.strictObject({ reading: instant, last: instant }), {
    once: ['a clock behind {last}'],
  }),
} as const satisfies Record<string, EntryType>;
