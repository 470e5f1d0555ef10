import type { Analysis } from '../../domain/case-file.ts';
import type { GateResult } from '../../domain/gate.ts';
import type { Context } from '../context.ts';
import { factorsOf, triggerOf } from './causes.ts';
import { impactOf } from './impact.ts';
import { indicatorsOf } from './indicators.ts';
import { notCheckedOf, resolutionOf, ruledOutOf } from './outcome.ts';
import { summaryOf } from './summary.ts';

type Claims = Pick<
  Analysis,
  'summary' | 'impact' | 'indicators' | 'trigger' | 'factors' | 'ruledOut' | 'notChecked' | 'resolution'
>;

/** What can be said, sentence by sentence, each with the evidence that it stands on. */
export const claimsOf = (context: Context, gates: readonly GateResult[]): Claims => ({
  summary: summaryOf(context, gates),
  impact: impactOf(context),
  indicators: indicatorsOf(context, gates),
  trigger: triggerOf(context),
  factors: factorsOf(context),
  ruledOut: ruledOutOf(gates),
  notChecked: notCheckedOf(context, gates),
  resolution: resolutionOf(context),
});
