import type { GateResult } from '../../domain/gate.ts';
import { type Window, windowJson } from '../../domain/time.ts';
import { complete } from '../../judges/complete.ts';
import type { Judgement } from '../../judges/judgement.ts';
import type { GateSpec, provenFacts } from '../../judges/spec.ts';
import type { Context } from '../context.ts';
import { openFromMs } from '../facts/coverage.ts';
import { boundParameters, dbLeastPrivilege, rotation } from './access.ts';
import type { Proof } from './gate.ts';
import { probes, rollbackLeak, rollbackToken } from './probes.ts';
import { judgeIndicator, judgeSoak, openFrom, spanOf } from './series.ts';
import { blocksWithErrors, errorsAtBlocks, firewallBlocks } from './waf.ts';

const PROOFS: Readonly<Record<Exclude<(typeof provenFacts)[number], 'firewall-blocks'>, Proof>> = {
  rotation,
  'bound-parameters': boundParameters,
  'least-privilege': dbLeastPrivilege,
  probes,
  'tokens-refused': rollbackToken,
  'no-leak': rollbackLeak,
};

function judge(context: Context, spec: GateSpec): Judgement {
  switch (spec.check) {
    case 'soak':
      return judgeSoak(context, spec);
    case 'correlate':
      return spec.lens === 'blocks-with-errors'
        ? blocksWithErrors(context, spec)
        : errorsAtBlocks(context, spec);
    case 'proven':
      return spec.lens === 'firewall-blocks'
        ? firewallBlocks(context, spec)
        : PROOFS[spec.lens].judge(context);
    case 'complete': {
      const items = context.items.filter(({ format }) => format === spec.lens);
      return complete(spec, items, openFrom(openFromMs(context.window, items)));
    }
    default:
      return judgeIndicator(context, spec);
  }
}

/** What is declared decides whether a gate applies; what was collected never does. */
function notDeclared({ appliesWhen }: GateSpec, { incident, policy }: Context): string | null {
  if (appliesWhen === undefined) return null;
  const { service, declared } = appliesWhen;
  if (service !== undefined && !incident.services.includes(service)) {
    return `The incident is not declared for the service ${service}.`;
  }
  if (declared !== undefined && !policy.declares.includes(declared))
    return `The policy does not declare ${declared}.`;
  return null;
}

const FALLEN_AWAY = { figure: null, threshold: null, unit: null, evidence: [] } as const;

function resultOf(context: Context, spec: GateSpec): GateResult {
  const result = (window: Window, judgement: Judgement): GateResult => ({
    gate: spec.id,
    window: windowJson(window),
    ...judgement,
  });
  const why = notDeclared(spec, context);
  if (why !== null) return result(context.window, { verdict: 'not-applicable', ...FALLEN_AWAY, why });
  const within = 'over' in spec ? spanOf(context, spec.over) : context;
  return 'why' in within ? result(context.window, within) : result(within.window, judge(within, spec));
}

/** Every gate of the policy, in its order. */
export const judgeAll = (context: Context): readonly GateResult[] =>
  context.policy.gates.map((spec) => resultOf(context, spec));
