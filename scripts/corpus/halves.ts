import { carriers } from './carriers.ts';
import { heldBackCarriers } from './held-back-carriers.ts';
import { heldBackKinds } from './held-back-kinds.ts';
import { familyKinds, kinds } from './kinds.ts';
import { learntKinds } from './learnt-kinds.ts';
import { heldBackLures, seenLures } from './lures.ts';
import type { Half } from './measure.ts';
import { heldBackFormats, seenFormats } from './ordinary.ts';

/** Families are data, listed or not: they go through the carriers of both halves. */
export const halves: readonly Half[] = [
  {
    half: 'seen',
    kinds: [...familyKinds, ...kinds, ...learntKinds],
    carriers,
    formats: seenFormats,
    lures: seenLures,
  },
  {
    half: 'held back',
    kinds: [...familyKinds, ...heldBackKinds],
    carriers: heldBackCarriers,
    formats: heldBackFormats,
    lures: heldBackLures,
  },
];
