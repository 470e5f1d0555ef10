import { stepOf } from '../../timeline/runs.ts';
import type { Point } from '../../timeline/series.ts';
import type { Context } from '../context.ts';
import { highest, lowest } from '../facts/rolling.ts';
import { type Sli, type SliName, sliOf } from '../facts/sli.ts';

/** How an indicator ran through the window. */
export interface Course {
  readonly sli: Sli;
  readonly worst: Point;
  /** Points out of bounds, as time. */
  readonly outsideMs: number;
  readonly firstOutsideMs: number | null;
  readonly lastOutsideMs: number | null;
}

/** The course of the series that was worst; null without a point. */
export function courseOf(
  context: Context,
  name: SliName,
  bad: 'high' | 'low',
  outside: (value: number) => boolean,
): Course | null {
  const sli = sliOf(context, name);
  if (!sli) return null;
  const extreme = bad === 'high' ? highest : lowest;
  const worst = extreme(sli.series.flatMap(({ points }) => extreme(points) ?? []));
  if (!worst) return null;
  const points = sli.series.find((series) => series.points.includes(worst))?.points ?? [];
  const out = points.filter(({ value }) => outside(value));
  return {
    sli,
    worst,
    outsideMs: out.length * stepOf(points),
    firstOutsideMs: out[0]?.atMs ?? null,
    lastOutsideMs: out.at(-1)?.atMs ?? null,
  };
}

export const availabilityCourse = (context: Context): Course | null =>
  courseOf(context, 'availability', 'low', (value) => value < context.policy.gates.availability.atLeast);

export const latencyCourse = (context: Context): Course | null =>
  courseOf(
    context,
    'latency_p95',
    'high',
    (value) => value * 1000 > context.policy.gates['latency-p95'].atMostMs,
  );

export const errorCourse = (context: Context): Course | null =>
  courseOf(context, 'error_ratio', 'high', (value) => value > context.policy.gates['error-ratio'].atMost);
