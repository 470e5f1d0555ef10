import type { GateResult } from '../domain/gate.ts';

/** A gate's answer, less what is the same for all gates. */
export type Judgement = Omit<GateResult, 'gate' | 'window'>;

export const insufficient = (why: string, evidence: readonly string[] = []): Judgement => ({
  verdict: 'insufficient-evidence',
  figure: null,
  threshold: null,
  unit: null,
  evidence,
  why,
});

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
