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

/** So many points in a row far out are an episode, and no rare value of what is usual. */
export const PERSISTENT_POINTS = 3;

interface Spread {
  readonly median: number;
  readonly distances: readonly number[];
  readonly width: number;
}

function spreadOf(points: readonly Point[], role: IndicatorRole): Spread {
  const values = points.map(({ value }) => value).sort((a, b) => a - b);
  const median = quantile(values, 0.5);
  const distances = values.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
  const floor = RATIOS.has(role) ? RATIO_FLOOR : RELATIVE_FLOOR * Math.abs(median);
  const deviation = MAD_TO_DEVIATION * quantile(distances, 0.5);
  return { median, distances, width: Math.max(DEVIATIONS * deviation, floor, Number.EPSILON) };
}

/**
 * The band of a series from points that are taken to be usual, robust against the few that are not: median and
 * median absolute deviation (Hampel's identifier), widened to the tails that the points themselves show.
 */
export function bandOf(points: readonly Point[], role: IndicatorRole): Band | null {
  if (points.length < 5) return null;
  const { median, distances, width } = spreadOf(points, role);
  return { median, width: Math.max(width, TAIL_TIMES * quantile(distances, TAIL)) };
}

/** The points without those that lie far out several in a row: where nothing from before tells what is usual. */
export function withoutEpisodes(points: readonly Point[], role: IndicatorRole): readonly Point[] {
  const { median, width } = spreadOf(points, role);
  const runs: Point[][] = [];
  let last = false;
  for (const point of points) {
    const out = Math.abs(point.value - median) > width;
    if (out !== last || runs.length === 0) runs.push([]);
    runs.at(-1)?.push(point);
    last = out;
  }
  return runs
    .filter(([first, ...rest]) => {
      const out = first !== undefined && Math.abs(first.value - median) > width;
      return !out || rest.length + 1 < PERSISTENT_POINTS;
    })
    .flat();
}
