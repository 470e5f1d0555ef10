import { ceiling } from './ceiling.ts';
import { deviation } from './deviation.ts';
import { floor } from './floor.ts';
import { heldFor } from './held-for.ts';
import type { Judgement } from './judgement.ts';
import type { Sli } from './sli.ts';
import type { SeriesSpec } from './spec.ts';
import { timesBaseline } from './times-baseline.ts';

/** Judges the points of one indicator. */
export function judgeSeries(spec: Exclude<SeriesSpec, { readonly check: 'burn' }>, sli: Sli): Judgement {
  switch (spec.check) {
    case 'ceiling':
      return ceiling(spec, sli);
    case 'floor':
      return floor(spec, sli);
    case 'held-for':
      return heldFor(spec, sli);
    case 'times-baseline':
      return timesBaseline(spec, sli);
    case 'deviation':
      return deviation(spec, sli);
  }
}
