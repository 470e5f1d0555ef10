import type { LensKind } from '../../domain/understanding.ts';
import type { Context } from '../context.ts';

/** Whether an explanation of this kind leads. */
export const leads = ({ understanding: { hypotheses } }: Context, kind: LensKind): boolean =>
  hypotheses.some((one) => one.kind === kind && one.verdict === 'leading');
