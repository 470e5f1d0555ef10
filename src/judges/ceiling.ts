import { levelOf } from './figures.ts';
import { figureOf, type Judgement } from './judgement.ts';
import { momentOf } from './moments.ts';
import { highest } from './rolling.ts';
import type { Sli } from './sli.ts';
import type { Spec } from './spec.ts';

/** Every point is at most the limit. */
export function ceiling(spec: Spec<'ceiling'>, sli: Sli): Judgement {
  const { what, unit, scale, tell } = levelOf(spec);
  const { limit } = spec;
  const peak = highest(sli.series.flatMap(({ points }) => highest(points) ?? []));
  const figure = figureOf((peak?.value ?? 0) * scale);
  return {
    verdict: figure > limit ? 'not-satisfied' : 'satisfied',
    figure,
    threshold: limit,
    unit,
    evidence: sli.evidence,
    why:
      figure === 0
        ? `${what} was ${tell(0)} at every point; the limit is ${tell(limit)}.`
        : `${what} peaked at ${tell(figure, limit)}${peak ? ` at ${momentOf(peak)}` : ''}; the limit is ${tell(limit)}.`,
  };
}
