import type { IndicatorRole } from '../domain/understanding.ts';
import type { Point } from '../timeline/series.ts';

/** What is usual: the median, and how far from it a value may lie. */
export interface Band {
  readonly median: number;
  readonly width: number;
}

/** Median absolute deviations that make one standard deviation of a normal distribution. */
const MAD_TO_DEVIATION = 1.4826;
const DEVIATIONS = 6;
/** Rare but usual values lie inside of the band with room to spare. */
const TAIL = 0.995;
const TAIL_TIMES = 1.5;

/** Less than this is not worth a reader's line, however calm a series was before. */
const RATIO_FLOOR = 0.001;
const RELATIVE_FLOOR = 0.25;

const RATIOS: ReadonlySet<IndicatorRole> = new Set(['good-ratio', 'error-ratio']);

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

/**
 * The band of a series from points that are taken to be usual, robust against the few that are not: median and
 * median absolute deviation (Hampel's identifier), widened to the tails that the points themselves show.
 */
export function bandOf(points: readonly Point[], role: IndicatorRole): Band | null {
  if (points.length < 5) return null;
  const values = points.map(({ value }) => value).sort((a, b) => a - b);
  const median = quantile(values, 0.5);
  const distances = values.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
  const spread = DEVIATIONS * MAD_TO_DEVIATION * quantile(distances, 0.5);
  const tail = TAIL_TIMES * quantile(distances, TAIL);
  const floor = RATIOS.has(role) ? RATIO_FLOOR : RELATIVE_FLOOR * Math.abs(median);
  return { median, width: Math.max(spread, tail, floor, Number.EPSILON) };
}
