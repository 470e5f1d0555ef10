import type { LensKind } from '../../domain/understanding.ts';
import type { Context } from '../context.ts';

/** Whether an explanation of this kind leads. */
export const leads = ({ understanding: { hypotheses } }: Context, kind: LensKind): boolean =>
  hypotheses.some((one) => one.kind === kind && one.verdict === 'leading');

/** Whether an explanation of this kind leads or is possible: what tells of nothing else stays out of the summary. */
export const speaksOf = ({ understanding: { hypotheses } }: Context, kind: LensKind): boolean =>
  hypotheses.some((one) => one.kind === kind && (one.verdict === 'leading' || one.verdict === 'possible'));
