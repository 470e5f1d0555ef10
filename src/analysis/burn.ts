import { budgetShareOf } from '../judges/burn.ts';
import type { Point } from '../timeline/series.ts';
import type { Policy } from './policy.ts';

/** Error rate ÷ error budget: 1 spends the budget in exactly its period. */
export const burnRateOf = (availability: number, target: number): number => (1 - availability) / (1 - target);

/** Share of the period's budget that the points of availability spent, each standing for one step. */
export function budgetSpent(points: readonly Point[], stepMs: number, slo: Policy['slo']): number {
  const minutesAPoint = stepMs / 60_000;
  return points.reduce(
    (sum, { value }) => sum + budgetShareOf(burnRateOf(value, slo.target), minutesAPoint, slo.periodDays),
    0,
  );
}
