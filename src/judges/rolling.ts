import { stepOf } from '../timeline/runs.ts';
import type { Point } from '../timeline/series.ts';

/**
 * Means over every span of `spanMs` that the points fill without a hole, each at the time of its last point.
 * A point stands for the step that ends with it.
 */
export function meansOver(points: readonly Point[], spanMs: number): readonly Point[] {
  const means: Point[] = [];
  overSpans(points, spanMs, (from, to, atMs) => {
    let sum = 0;
    for (let index = from; index <= to; index += 1) sum += points[index]?.value ?? 0;
    means.push({ atMs, value: sum / (to - from + 1) });
  });
  return means;
}

/** What was held for at least `spanMs` without a hole: the lowest value of each such span. */
export function floorsOver(points: readonly Point[], spanMs: number): readonly Point[] {
  const floors: Point[] = [];
  overSpans(points, spanMs + stepOf(points), (from, to, atMs) => {
    let lowest = Number.POSITIVE_INFINITY;
    for (let index = from; index <= to; index += 1) lowest = Math.min(lowest, points[index]?.value ?? lowest);
    floors.push({ atMs, value: lowest });
  });
  return floors;
}

export const highest = (points: readonly Point[]): Point | undefined =>
  points.reduce<Point | undefined>(
    (top, point) => (top && top.value >= point.value ? top : point),
    undefined,
  );

export const lowest = (points: readonly Point[]): Point | undefined =>
  points.reduce<Point | undefined>(
    (low, point) => (low && low.value <= point.value ? low : point),
    undefined,
  );

function overSpans(
  points: readonly Point[],
  spanMs: number,
  visit: (from: number, to: number, atMs: number) => void,
): void {
  const stepMs = stepOf(points);
  if (stepMs === 0) return;
  const perSpan = Math.max(1, Math.round(spanMs / stepMs));
  for (let to = perSpan - 1; to < points.length; to += 1) {
    const [first, last] = [points[to - perSpan + 1], points[to]];
    if (!first || !last) continue;
    // With a hole inside, the same number of points would reach further back than the span.
    if (last.atMs - first.atMs > (perSpan - 0.5) * stepMs) continue;
    visit(to - perSpan + 1, to, last.atMs);
  }
}
