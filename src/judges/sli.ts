import type { Point } from '../timeline/series.ts';
import { meansOver } from './rolling.ts';

/** One series of an indicator, as far as it lies in the window, and what it is compared with. */
export interface SliSeries {
  readonly points: readonly Point[];
  readonly baseline: Baseline | null;
}

/** The series before the incident. */
export interface Baseline {
  readonly points: readonly Point[];
  readonly mean: number;
  /** `the 72 h before the window` */
  readonly told: string;
}

export interface Sli {
  readonly name: string;
  readonly series: readonly SliSeries[];
  readonly evidence: readonly string[];
  /** What is missing in the window, in a sentence; null when nothing is. */
  readonly shortfall: string | null;
}

/** Mean and standard deviation of the baseline's means over a span; null when it is shorter than the span. */
export function habitOf(
  baseline: Baseline,
  spanMs: number,
): { readonly mean: number; readonly deviation: number } | null {
  const means = meansOver(baseline.points, spanMs).map(({ value }) => value);
  if (means.length === 0) return null;
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / means.length;
  return { mean, deviation: Math.sqrt(variance) };
}
