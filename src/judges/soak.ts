import { sortedIds } from '../timeline/evidence-ids.ts';
import { figureOf, type Judgement } from './judgement.ts';
import { MINUTE_MS, momentOf } from './moments.ts';
import type { Sli } from './sli.ts';
import type { Spec } from './spec.ts';

/** One indicator that has to be within bounds. */
export interface Bounded {
  readonly sli: Sli;
  isWithin(value: number): boolean;
  /** What is missing of it from a time on. */
  shortfallSince(fromMs: number): string | null;
}

/** The last point of an indicator that was out of bounds, if any. */
const lastOutMs = ({ sli, isWithin }: Bounded): number =>
  Math.max(
    Number.NEGATIVE_INFINITY,
    ...sli.series.map(
      ({ points }) => points.findLast(({ value }) => !isWithin(value))?.atMs ?? Number.NEGATIVE_INFINITY,
    ),
  );

/** All were within bounds for so many minutes up to the end, from the last change on at the earliest. */
export function soak(
  spec: Spec<'soak'>,
  named: string,
  bounded: readonly Bounded[],
  { changeMs, toMs }: { readonly changeMs: number; readonly toMs: number },
): Judgement {
  const outMs = Math.max(...bounded.map(lastOutMs));
  const sinceMs = Math.max(changeMs, outMs);
  const minutes = figureOf((toMs - sinceMs) / MINUTE_MS);
  const isEnough = minutes >= spec.limit;
  const holes = [...new Set(bounded.flatMap((one) => one.shortfallSince(sinceMs) ?? []))];
  const since =
    outMs > changeMs
      ? `since ${momentOf({ atMs: outMs })}, when one of them was last out of bounds`
      : `since the last change at ${momentOf({ atMs: changeMs })}`;
  const lacks = holes.length > 0 || (!isEnough && outMs <= changeMs);
  return {
    verdict: lacks ? 'insufficient-evidence' : isEnough ? 'satisfied' : 'not-satisfied',
    figure: minutes,
    threshold: spec.limit,
    unit: 'min',
    evidence: sortedIds(bounded.flatMap(({ sli }) => sli.evidence)),
    why: `${named} were within bounds for ${Math.floor(minutes)} minutes up to the window's end, ${since}; ${spec.limit} are asked.${holes.length > 0 ? ` Not whole: ${holes.join('; ')}.` : ''}`,
  };
}
