/** What became of one part of a pack when it was made again. */
export interface RecomputedPart {
  /** The attachment's name; `pages` for what is printed, `evidence` for what all is made from. */
  readonly part: string;
  /**
   * `own-word`: the pack says so and nothing else does: a policy of its own, a note that it leaves out.
   * `not-recomputable`: what it is made from is not at hand.
   */
  readonly state: 'equal' | 'differs' | 'own-word' | 'not-recomputable';
  readonly detail: string;
}

export interface Recomputation {
  /** `unproved`: nothing differs by this version, but not everything could be compared, or another version made it. */
  readonly verdict: 'equal' | 'unproved' | 'differs';
  /** Version of the program that the pack names. */
  readonly madeBy: string;
  readonly recomputedBy: string;
  readonly parts: readonly RecomputedPart[];
}

const DETAIL_CHARS_MAX = 1_000;

/** What a pack says is made safe to print. */
const printable = (text: string): string => text.slice(0, DETAIL_CHARS_MAX).replace(/[^\x20-\x7E]/g, '?');

export const partOf = (part: string, state: RecomputedPart['state'], detail: string): RecomputedPart => ({
  part: printable(part),
  state,
  detail: printable(detail),
});

export const equal = (part: string, detail = 'as derived'): RecomputedPart => partOf(part, 'equal', detail);

/** Equal when there are no differences. */
export const compared = (part: string, found: readonly string[], detail?: string): RecomputedPart =>
  found.length === 0 ? equal(part, detail) : partOf(part, 'differs', found.join('; '));

/** By another version nothing is shown: what differs may differ for that reason, and what is equal by chance. */
export function verdictOf(
  parts: readonly RecomputedPart[],
  { madeBy, recomputedBy }: Pick<Recomputation, 'madeBy' | 'recomputedBy'>,
): Recomputation['verdict'] {
  const isSameVersion = madeBy === recomputedBy;
  if (isSameVersion && parts.some(({ state }) => state === 'differs')) return 'differs';
  return isSameVersion && parts.every(({ state }) => state === 'equal') ? 'equal' : 'unproved';
}
