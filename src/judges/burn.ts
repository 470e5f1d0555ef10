import { figureOf, insufficient, type Judgement } from './judgement.ts';
import { MINUTE_MS, momentOf } from './moments.ts';
import { highest, meansOver } from './rolling.ts';
import type { Sli } from './sli.ts';
import type { Spec } from './spec.ts';

/** A series of burn rates, or one that they are computed from. */
export interface BurnSeries {
  readonly sli: Sli;
  readonly told: string;
  rate(value: number): number;
}

export interface Budget {
  readonly target: number;
  readonly periodDays: number;
}

const MINUTES_A_DAY = 1440;

/** Share of the error budget that a burn rate spends in so many minutes. */
export const budgetShareOf = (burnRate: number, minutes: number, periodDays: number): number =>
  (burnRate * minutes) / (periodDays * MINUTES_A_DAY);

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** The error budget is spent at less than a share per so many minutes. */
export function burn(
  spec: Spec<'burn'>,
  series: BurnSeries | null,
  { target, periodDays }: Budget,
): Judgement {
  if (series === null)
    return insufficient(`Neither ${spec.indicator} nor availability has a point in the window.`);
  const { limit, perMinutes, forMinutes } = spec;
  const { sli, told } = series;
  const peak = highest(
    sli.series.flatMap(({ points }) =>
      meansOver(
        points.map(({ atMs, value }) => ({ atMs, value: series.rate(value) })),
        forMinutes * MINUTE_MS,
      ),
    ),
  );
  if (!peak) return insufficient(`No ${forMinutes} minutes of ${told} are without a hole.`, sli.evidence);
  const share = figureOf(budgetShareOf(peak.value, perMinutes, periodDays));
  const tell =
    share !== limit && percent(share) === percent(limit) ? (part: number) => `${part * 100} %` : percent;
  return {
    verdict: share >= limit ? 'not-satisfied' : 'satisfied',
    figure: share,
    threshold: limit,
    unit: `share of the error budget per ${perMinutes} min`,
    evidence: sli.evidence,
    why: `At its worst, over ${forMinutes} minutes up to ${momentOf(peak)}, ${told} spent the error budget of ${periodDays} days (target ${percent(target)}) at ${tell(share)} per ${perMinutes} minutes, a burn rate of ${peak.value.toFixed(1)}; the trigger is ${tell(limit)}.`,
  };
}
