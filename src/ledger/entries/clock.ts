import { z } from 'zod';
import { type EntryType, entryType } from '../entry-type.ts';
import { givenInstant } from '../members.ts';

export const clockEntries = {
  /** The clock that dates acts stood before the last entry: what follows bears that entry's time. */
  'clock.behind': entryType(z.strictObject({ reading: givenInstant, last: givenInstant }), {
    once: ['clock {reading} behind {last}'],
  }),
} as const satisfies Record<string, EntryType>;
