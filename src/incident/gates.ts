import { userError } from '../domain/errors.ts';
import type { GateResult } from '../domain/gate.ts';
import { readInstant } from '../domain/instant.ts';
import { findings, gatesAfter } from './case.ts';
import type { Context } from './context.ts';

/** Which verdicts are asked for; what is left out narrows nothing. */
export interface GatesAsked {
  /** A change by its id, or a time: what came after it is judged alone. */
  readonly after?: string;
  /** A profile of the policy. */
  readonly profile?: string;
}

export interface JudgedGates {
  readonly gates: readonly GateResult[];
  /** Whether all gates that apply are satisfied, at least one is, and so is each that the profile requires. */
  readonly passes: boolean;
}

/** Throws `CHANGE_UNKNOWN`, `CHANGE_OUTSIDE` and `PROFILE_UNKNOWN`. */
export async function judgedGates(
  context: Context,
  incident: string,
  asked: GatesAsked,
): Promise<JudgedGates> {
  const profile = asked.profile === undefined ? undefined : profileOf(context, asked.profile);
  const all =
    asked.after === undefined
      ? (await findings(context, incident)).analysis.gates
      : await gatesAfter(context, incident, await momentOf(context, incident, asked.after));
  const gates = profile?.gates === undefined ? all : all.filter(({ gate }) => profile.gates?.includes(gate));
  return { gates, passes: pass(gates, all, profile?.required ?? []) };
}

const isSatisfied = ({ verdict }: Pick<GateResult, 'verdict'>): boolean => verdict === 'satisfied';

/** One that falls away by declaration does not stand in the way; it is no reason to go either. */
export const pass = (
  gates: readonly Pick<GateResult, 'gate' | 'verdict'>[],
  all: readonly Pick<GateResult, 'gate' | 'verdict'>[],
  required: readonly string[],
): boolean =>
  gates.every((gate) => isSatisfied(gate) || gate.verdict === 'not-applicable') &&
  gates.some(isSatisfied) &&
  required.every((id) => all.some((gate) => gate.gate === id && isSatisfied(gate)));

function profileOf({ policy }: Context, name: string) {
  const profile = policy.profiles[name];
  if (profile !== undefined) return profile;
  const known = Object.keys(policy.profiles);
  throw userError({
    code: 'PROFILE_UNKNOWN',
    message: `the policy has no profile "${name}"`,
    where: '--profile',
    mend: known.length === 0 ? 'add it under "profiles" of the policy' : `use one of ${known.join(', ')}`,
  });
}

async function momentOf(context: Context, incident: string, after: string): Promise<number> {
  const { changes } = (await findings(context, incident)).analysis.understanding;
  const change = changes.find(({ id }) => id === after);
  if (change !== undefined) return Date.parse(change.at);
  const instant = readInstant(after);
  if ('atMs' in instant) return instant.atMs;
  const known = changes.slice(-5).map(({ id, at, what }) => `${id} (${what}, ${at})`);
  throw userError({
    code: 'CHANGE_UNKNOWN',
    message: `"${after}" is neither a change of ${incident} nor a time with a zone`,
    where: '--after',
    mend:
      known.length === 0
        ? 'no change is in evidence: give a time like 2026-01-27T10:00:00Z'
        : `name one of ${known.join('; ')}, or give a time like 2026-01-27T10:00:00Z`,
  });
}
