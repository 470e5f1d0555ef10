import { inSentence, levelOf, RATE, shown } from './figures.ts';
import { figureOf, insufficient, type Judgement } from './judgement.ts';
import { MINUTE_MS, momentOf } from './moments.ts';
import { floorsOver, highest, meansOver } from './rolling.ts';
import type { Sli } from './sli.ts';
import type { Spec } from './spec.ts';

/** A level, held or on average, stays within so many times the mean of the time before. */
export const timesBaseline = (spec: Spec<'times-baseline'>, sli: Sli): Judgement =>
  spec.of === 'mean' ? meanTimes(spec, sli) : heldTimes(spec, sli);

function worstOf(spec: Spec<'times-baseline'>, sli: Sli) {
  const over = spec.of === 'mean' ? meansOver : floorsOver;
  return sli.series
    .flatMap(({ points, baseline }) => {
      const level = highest(over(points, spec.forMinutes * MINUTE_MS));
      return level && baseline && baseline.mean > 0
        ? [{ level, baseline, times: level.value / baseline.mean }]
        : [];
    })
    .sort((a, b) => b.times - a.times)[0];
}

function meanTimes(spec: Spec<'times-baseline'>, sli: Sli): Judgement {
  const { what, unit, scale, tell } = levelOf(spec);
  const worst = worstOf(spec, sli);
  if (!worst) {
    return {
      ...insufficient(
        `There are no points from before the incident to compare ${inSentence(what)} with.`,
        sli.evidence,
      ),
      unit,
    };
  }
  const { level, baseline } = worst;
  const limit = figureOf(baseline.mean * spec.limit * scale);
  const figure = figureOf(level.value * scale);
  return {
    verdict: figure > limit ? 'not-satisfied' : 'satisfied',
    figure,
    threshold: limit,
    unit,
    evidence: sli.evidence,
    why: `${what} had a mean of ${tell(figure, limit)} over its worst ${spec.forMinutes} minutes, up to ${momentOf(level)}; ${shown(figureOf((spec.limit - 1) * 100))} % over its baseline, the mean of ${baseline.told}, is ${tell(limit)}.`,
  };
}

function heldTimes(spec: Spec<'times-baseline'>, sli: Sli): Judgement {
  const { what, unit, scale, tell } = levelOf(spec);
  const isRate = unit === RATE;
  const worst = worstOf(spec, sli);
  if (!worst) {
    return insufficient(`${what} have no level from before the incident to be compared with.`, sli.evidence);
  }
  const { level, baseline, times } = worst;
  const figure = figureOf(times);
  return {
    verdict: figure >= spec.limit ? 'not-satisfied' : 'satisfied',
    figure,
    threshold: spec.limit,
    unit: '× baseline',
    evidence: sli.evidence,
    why: `The highest ${isRate ? 'rate' : 'level'} of ${what.charAt(0).toLowerCase()}${what.slice(1)} that was held for ${spec.forMinutes} minutes, up to ${momentOf(level)}, was ${timesTold(figure, spec.limit)} times the baseline of ${tell(Number((baseline.mean * scale).toPrecision(3)))}, the mean of ${baseline.told}; the trigger is ${spec.limit} times.${isRate ? ' Rates of a counter are estimates.' : ''}`,
  };
}

/** One decimal, unless that would read like the limit which it is not. */
const timesTold = (times: number, limit: number): string =>
  times !== limit && Number(times.toFixed(1)) === limit ? shown(times, limit) : times.toFixed(1);
