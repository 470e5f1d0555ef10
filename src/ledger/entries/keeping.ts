import { z } from 'zod';
import { contentType, DESTROYED, DESTRUCTION_BEGUN, type EntryType, entryType } from '../entry-type.ts';
import { givenInstant, numbered, sha256 } from '../members.ts';

const held = z.strictObject({ hold: numbered('H'), commitment: sha256 });
const STANDS = ['a hold stands: {hold}'];
const ANY_HOLD = 'a hold stands: …';

/** Legal holds, and the destruction that they forbid. */
export const keepingEntries = {
  'hold.placed': entryType(held, { once: ['hold {hold}'], gives: STANDS, bars: [DESTROYED] }),
  'hold.released': entryType(held, { needs: STANDS, ends: STANDS }),
  'destruction.requested': contentType(z.strictObject({ keptUntil: givenInstant }), { bars: [ANY_HOLD] }),
  'destruction.begun': contentType(z.strictObject({ plan: sha256 }), {
    once: [DESTRUCTION_BEGUN],
    bars: [ANY_HOLD],
  }),
  'evidence.destroyed': entryType(z.strictObject({ certificate: sha256 }), {
    once: [DESTROYED],
    needs: [DESTRUCTION_BEGUN],
    bars: [ANY_HOLD],
  }),
} as const satisfies Record<string, EntryType>;
