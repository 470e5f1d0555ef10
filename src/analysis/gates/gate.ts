import type { GateResult } from '../../domain/gate.ts';
import type { Context } from '../context.ts';
import { absenceOf, type Sli, type SliName, sliOf } from '../facts/sli.ts';

/** A gate's answer, less what is the same for all gates. */
export type Judgement = Omit<GateResult, 'gate' | 'window'>;

/** One gate of the policy. */
export interface Gate {
  readonly id: string;
  judge(context: Context): Judgement;
}

export const insufficient = (why: string, evidence: readonly string[] = []): Judgement => ({
  verdict: 'insufficient-evidence',
  figure: null,
  threshold: null,
  unit: null,
  evidence,
  why,
});

/** Judges an indicator; never green while something of it is missing. */
export function judgeSli(context: Context, name: SliName, judge: (sli: Sli) => Judgement): Judgement {
  const sli = sliOf(context, name);
  if (!sli) return insufficient(absenceOf(context, name));
  return tempered(judge(sli), sli.shortfall);
}

/** What is missing is told, and takes a green away. */
export function tempered(judgement: Judgement, shortfall: string | null): Judgement {
  if (shortfall === null) return judgement;
  return {
    ...judgement,
    verdict: judgement.verdict === 'satisfied' ? 'insufficient-evidence' : judgement.verdict,
    why: `${judgement.why} Not whole: ${shortfall}.`,
  };
}

const ROUNDING = 1e6;

/** A figure without the last digits of a floating-point sum. */
export const figureOf = (value: number): number => Math.round(value * ROUNDING) / ROUNDING;
