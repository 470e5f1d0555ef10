import { inSentence, levelOf } from './figures.ts';
import { figureOf, insufficient, type Judgement } from './judgement.ts';
import { MINUTE_MS, momentOf } from './moments.ts';
import { highest, meansOver } from './rolling.ts';
import { habitOf, type Sli } from './sli.ts';
import type { Spec } from './spec.ts';

/** The highest mean is within so many standard deviations of the baseline's own such means. */
export function deviation(spec: Spec<'deviation'>, sli: Sli): Judgement {
  const { what, scale } = levelOf(spec);
  const spanMs = spec.forMinutes * MINUTE_MS;
  const judged = sli.series
    .flatMap(({ points, baseline }) => {
      const peak = highest(meansOver(points, spanMs));
      const habit = baseline && habitOf(baseline, spanMs);
      if (!peak || !habit) return [];
      const limit = habit.mean + spec.limit * habit.deviation;
      return [{ peak, limit, excess: peak.value - limit, told: baseline.told }];
    })
    .sort((a, b) => b.excess - a.excess)[0];
  if (!judged) return insufficient(`There is no past of ${inSentence(what)} to compare with.`, sli.evidence);
  const figure = figureOf(judged.peak.value * scale);
  const threshold = figureOf(judged.limit * scale);
  const digits = figure !== threshold && figure.toPrecision(3) === threshold.toPrecision(3) ? 7 : 3;
  return {
    verdict: figure > threshold ? 'not-satisfied' : 'satisfied',
    figure,
    threshold,
    unit: `mean over ${spec.forMinutes} min`,
    evidence: sli.evidence,
    why: `${what} had its highest mean over ${spec.forMinutes} minutes, ${figure.toPrecision(digits)}, up to ${momentOf(judged.peak)}; ${spec.limit} standard deviations over the mean of ${judged.told} is ${threshold.toPrecision(digits)}.`,
  };
}
