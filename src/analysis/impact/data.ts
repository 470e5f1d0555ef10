import { seemsHostile } from '../../actors/collector.ts';
import type { GateResult } from '../../domain/gate.ts';
import type { DataCheck, Impact } from '../../domain/impact.ts';
import { canYield } from '../../domain/yields.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { counted } from '../../timeline/words.ts';
import { listed } from '../claims/claim.ts';
import type { Context } from '../context.ts';
import { openFromMs } from '../facts/coverage.ts';

/** Gates that speak of a way out for data. */
const WAYS: readonly (readonly [gate: string, what: string])[] = [
  ['bound-parameters', 'text of a request that ran as SQL'],
  ['stack-traces', 'internals in responses'],
];

function byGate(gates: readonly GateResult[], [id, what]: (typeof WAYS)[number]): DataCheck {
  const gate = gates.find((one) => one.gate === id);
  if (gate === undefined || gate.verdict === 'not-applicable' || gate.verdict === 'insufficient-evidence') {
    return { what, found: 'not-checked', why: gate?.why ?? `the policy has no gate ${id}`, evidence: [] };
  }
  const found = gate.verdict === 'satisfied' ? 'nothing' : 'something';
  return { what, found, why: gate.why, evidence: gate.evidence };
}

/** Secrets and objects that somebody read who has signs of an intruder. */
function byTrail({ understanding, items, window }: Context): DataCheck {
  const what = 'secrets or objects read by somebody with signs of an intruder';
  const hostile = understanding.actors.filter(seemsHostile);
  const reads = hostile.flatMap(({ secretsRead }) => secretsRead);
  if (reads.length > 0) {
    const names = [...new Set(reads.map(({ action }) => action))].sort();
    return {
      what,
      found: 'something',
      why: `${counted(reads.length, 'reading', 'readings')} (${listed(names)}) by ${counted(hostile.length, 'such actor')}`,
      evidence: sortedIds(reads.flatMap(({ evidence }) => evidence)),
    };
  }
  const trails = items.filter(
    ({ format, query }) => canYield(format, 'data.read') && query['value'] === undefined,
  );
  if (trails.length === 0 || openFromMs(window, trails) !== null) {
    return {
      what,
      found: 'not-checked',
      why: 'no trail is in evidence that is whole for the window',
      evidence: [],
    };
  }
  return { what, found: 'nothing', why: 'the trails name none', evidence: trails.map(({ id }) => id).sort() };
}

/** None is confirmed only where each way was looked at in whole and one explanation leads. */
export function dataOf(context: Context, gates: readonly GateResult[]): Impact['data'] {
  const checked = [...WAYS.map((way) => byGate(gates, way)), byTrail(context)];
  const isExplained = context.understanding.hypotheses.some(({ verdict }) => verdict === 'leading');
  if (checked.some(({ found }) => found === 'something')) return { state: 'detail', checked };
  const isWhole = isExplained && checked.every(({ found }) => found === 'nothing');
  return { state: isWhole ? 'confirmed-none' : 'not-confirmed', checked };
}
