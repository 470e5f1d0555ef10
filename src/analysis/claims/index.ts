import type { Analysis } from '../../domain/case-file.ts';
import type { Claim } from '../../domain/claim.ts';
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

/** Names that evidence gave can be alike: of several the later are numbered, so that each is of one sentence. */
function named(claims: readonly Claim[]): readonly Claim[] {
  const counts = new Map<string, number>();
  return claims.map((claim) => {
    const count = (counts.get(claim.name) ?? 0) + 1;
    counts.set(claim.name, count);
    return count === 1 ? claim : { ...claim, name: `${claim.name}#${count}` };
  });
}

/** What can be said, sentence by sentence, each with the evidence that it stands on. */
export const claimsOf = (context: Context, gates: readonly GateResult[]): Claims => ({
  summary: summaryOf(context, gates),
  impact: impactOf(context),
  indicators: indicatorsOf(context, gates),
  trigger: triggerOf(context),
  factors: named(factorsOf(context)),
  ruledOut: named(ruledOutOf(context, gates)),
  notChecked: notCheckedOf(context, gates),
  resolution: named(resolutionOf(context)),
});
