import { z } from 'zod';
import { type EntryType, entryType } from '../entry-type.ts';
import { givenInstant } from '../members.ts';

export const clockEntries = {
  /** The clock that dates acts stood before the last entry, whose time what follows bears. */
  'clock.behind': entryType(z.strictObject({ reading: givenInstant, last: givenInstant }), {
    once: ['a clock stood before {last}'],
  }),
} as const satisfies Record<string, EntryType>;
