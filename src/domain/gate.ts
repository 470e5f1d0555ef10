import type { WindowJson } from './time.ts';

export const verdicts = ['satisfied', 'not-satisfied', 'insufficient-evidence', 'not-applicable'] as const;
export type Verdict = (typeof verdicts)[number];

export interface GateResult {
  /** Gate id of the policy: `availability`, `waf-block-mode`, … */
  readonly gate: string;
  readonly verdict: Verdict;
  /** The number judged; null without evidence for one. */
  readonly figure: number | null;
  readonly threshold: number | null;
  readonly unit: string | null;
  readonly window: WindowJson;
  readonly evidence: readonly string[];
  /** One or two sentences that a non-engineer reads. */
  readonly why: string;
}
