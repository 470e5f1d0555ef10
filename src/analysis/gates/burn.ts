import { toIso } from '../../domain/time.ts';
import { minuteOf } from '../../timeline/words.ts';
import { budgetShareOf, burnRateOf } from '../burn.ts';
import type { Context } from '../context.ts';
import { MINUTE_MS } from '../facts/minutes.ts';
import { highest, meansOver } from '../facts/rolling.ts';
import { type Sli, sliOf } from '../facts/sli.ts';
import { figureOf, type Gate, insufficient, tempered } from './gate.ts';

/** Burn rates as the source computed them, or else computed from availability. */
function burnOf(
  context: Context,
  name: 'burn_fast' | 'burn_slow',
): { readonly sli: Sli; readonly told: string; rate(value: number): number } | null {
  const recorded = sliOf(context, name);
  if (recorded) return { sli: recorded, told: `the recorded burn rate ${name}`, rate: (value) => value };
  const availability = sliOf(context, 'availability');
  if (!availability) return null;
  const { target } = context.policy.slo;
  return { sli: availability, told: 'availability', rate: (value) => burnRateOf(value, target) };
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

function burnGate(id: 'burn-fast' | 'burn-slow', name: 'burn_fast' | 'burn_slow'): Gate {
  return {
    id,
    judge(context) {
      const burn = burnOf(context, name);
      if (!burn) return insufficient(`Neither ${name} nor availability has a point in the window.`);
      const { budgetShareBelow, perMinutes, forMinutes } = context.policy.gates[id];
      const { periodDays, target } = context.policy.slo;
      const means = burn.sli.series.flatMap(({ points }) =>
        meansOver(
          points.map(({ atMs, value }) => ({ atMs, value: burn.rate(value) })),
          forMinutes * MINUTE_MS,
        ),
      );
      const peak = highest(means);
      if (!peak) {
        return insufficient(
          `No ${forMinutes} minutes of ${burn.told} are without a hole.`,
          burn.sli.evidence,
        );
      }
      const share = figureOf(budgetShareOf(peak.value, perMinutes, periodDays));
      return tempered(
        {
          verdict: share >= budgetShareBelow ? 'not-satisfied' : 'satisfied',
          figure: share,
          threshold: budgetShareBelow,
          unit: `share of the error budget per ${perMinutes} min`,
          evidence: burn.sli.evidence,
          why: `At its worst, over ${forMinutes} minutes up to ${minuteOf(toIso(peak.atMs))}, ${burn.told} spent the error budget of ${periodDays} days (target ${percent(target)}) at ${percent(share)} per ${perMinutes} minutes, a burn rate of ${peak.value.toFixed(1)}; the trigger is ${percent(budgetShareBelow)}.`,
        },
        burn.sli.shortfall,
      );
    },
  };
}

export const burnFast = burnGate('burn-fast', 'burn_fast');
export const burnSlow = burnGate('burn-slow', 'burn_slow');
