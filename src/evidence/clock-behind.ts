import type { Gap } from '../domain/gap.ts';
import { DESTRUCTION_BEGUN } from '../ledger/entry-type.ts';
import type { Drizzle } from './database.ts';
import { keepGap } from './gap-rows.ts';
import { standingFacts } from './standing.ts';
import type { ClockBehind } from './transaction.ts';

/** Entries that tell of a clock that went back, ahead of what is dated by the last entry for it; told once. */
export async function clockEntries(tx: Drizzle, incident: string, behind: ClockBehind | null) {
  if (behind === null) return [];
  const told = `a clock stood before ${behind.last}`;
  const facts = await standingFacts(tx, incident, [told, DESTRUCTION_BEGUN]);
  if (facts.has(told)) return [];
  const entry = { type: 'clock.behind', body: { ...behind } } as const;
  const gap = facts.has(DESTRUCTION_BEGUN) ? null : await keepGap(tx, incident, gapOf(behind), null);
  return gap === null ? [entry] : [entry, { type: 'gap.recorded', body: gap } as const];
}

const gapOf = ({ reading, last }: ClockBehind): Gap => ({
  source: 'clock',
  window: { from: reading, to: last },
  why: `the clock that dates what is done read ${reading} when the last entry was of ${last} already: it went back, or stood ahead before`,
  mend: `find out which with whoever keeps that clock; what was done before it passed ${last} again bears that time`,
});
