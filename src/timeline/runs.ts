import type { Point } from './series.ts';

/** Consecutive points for which something held; `toMs` is the time of the last of them. */
export interface Run {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The usual distance of points: the median. 0 for fewer than two points. */
export function stepOf(points: readonly Point[]): number {
  const distances = points.slice(1).map(({ atMs }, index) => atMs - (points[index]?.atMs ?? atMs));
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 0;
}

/** Runs in order of time. A missing point ends a run: nobody knows whether it would have held. */
export function runsWhere(points: readonly Point[], holds: (value: number) => boolean): readonly Run[] {
  const apartMs = stepOf(points) * 1.5;
  const runs: { fromMs: number; toMs: number }[] = [];
  let open: { fromMs: number; toMs: number } | undefined;
  for (const { atMs, value } of points) {
    if (open && atMs - open.toMs > apartMs) open = undefined;
    if (!holds(value)) {
      open = undefined;
    } else if (open) {
      open.toMs = atMs;
    } else {
      open = { fromMs: atMs, toMs: atMs };
      runs.push(open);
    }
  }
  return runs;
}
