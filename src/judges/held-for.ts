import { runsWhere } from '../timeline/runs.ts';
import { inSentence, levelOf } from './figures.ts';
import { figureOf, type Judgement } from './judgement.ts';
import { MINUTE_MS, momentOf } from './moments.ts';
import { floorsOver, highest } from './rolling.ts';
import type { Sli } from './sli.ts';
import type { Spec } from './spec.ts';

/** No level above the limit holds for so many minutes, as Prometheus' `for`. */
export const heldFor = (spec: Spec<'held-for'>, sli: Sli): Judgement =>
  spec.figure === 'minutes' ? longestStretch(spec, sli) : highestHeld(spec, sli);

function highestHeld(spec: Spec<'held-for'>, sli: Sli): Judgement {
  const { what, unit, scale, tell } = levelOf(spec);
  const { limit, forMinutes } = spec;
  const judged = { threshold: limit, unit, evidence: sli.evidence };
  const held = highest(
    sli.series.flatMap(({ points }) => highest(floorsOver(points, forMinutes * MINUTE_MS)) ?? []),
  );
  if (!held) {
    return {
      ...judged,
      verdict: 'insufficient-evidence',
      figure: null,
      why: `There is no stretch of ${forMinutes} minutes without a hole to judge ${inSentence(what)} over.`,
    };
  }
  const figure = figureOf(held.value * scale);
  return {
    ...judged,
    verdict: figure > limit ? 'not-satisfied' : 'satisfied',
    figure,
    why: `The highest level that ${inSentence(what)} held for ${forMinutes} minutes was ${tell(figure, limit)}, up to ${momentOf(held)}; the trigger is more than ${tell(limit)}.`,
  };
}

function longestStretch(spec: Spec<'held-for'>, sli: Sli): Judgement {
  const { scale, what, tell } = levelOf(spec);
  const { limit, forMinutes } = spec;
  const runs = sli.series.flatMap(({ points }) => runsWhere(points, (value) => value * scale > limit));
  const longest = Math.max(0, ...runs.map(({ fromMs, toMs }) => toMs - fromMs));
  const minutes = figureOf(longest / MINUTE_MS);
  const isLimiter = spec.indicator === 'limiter_errors' && limit === 0;
  const subject = isLimiter ? 'The rate limiter had' : `${what} was above ${tell(limit)}`;
  return {
    verdict: minutes >= forMinutes ? 'not-satisfied' : 'satisfied',
    figure: minutes,
    threshold: forMinutes,
    unit: 'min',
    evidence: sli.evidence,
    why:
      runs.length === 0
        ? isLimiter
          ? 'The rate limiter had no error in the window.'
          : `${what} was above ${tell(limit)} at no point.`
        : `${subject}${isLimiter ? ' errors' : ''} for ${minutes} minutes at a stretch; the trigger is ${forMinutes} minutes.`,
  };
}
