import { meanOf } from '../timeline/series.ts';
import { levelOf } from './figures.ts';
import { figureOf, type Judgement } from './judgement.ts';
import { momentOf } from './moments.ts';
import { lowest } from './rolling.ts';
import type { Sli } from './sli.ts';
import type { Spec } from './spec.ts';

/** The mean, or every point, is at least the limit. */
export function floor(spec: Spec<'floor'>, sli: Sli): Judgement {
  const { what, unit, scale, tell } = levelOf(spec);
  const { limit, of } = spec;
  const low = lowest(sli.series.flatMap(({ points }) => lowest(points) ?? []));
  const mean = Math.min(...sli.series.map(({ points }) => meanOf(points)));
  const figure = figureOf((of === 'mean' ? mean : (low?.value ?? mean)) * scale);
  const lowestTold = `${tell(figureOf((low?.value ?? mean) * scale), limit)}${low ? ` at ${momentOf(low)}` : ''}`;
  return {
    verdict: figure >= limit ? 'satisfied' : 'not-satisfied',
    figure,
    threshold: limit,
    unit,
    evidence: sli.evidence,
    why:
      of === 'mean'
        ? `${what} was ${tell(figure, limit)} on average over the window, where at least ${tell(limit)} is asked; its lowest point was ${lowestTold}.`
        : `The lowest point of ${what} was ${lowestTold}, where at least ${tell(limit)} is asked.`,
  };
}
