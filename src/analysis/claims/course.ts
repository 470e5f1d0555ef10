import { levelOf } from '../../judges/figures.ts';
import { highest, lowest } from '../../judges/rolling.ts';
import type { Sli } from '../../judges/sli.ts';
import { stepOf } from '../../timeline/runs.ts';
import type { Point } from '../../timeline/series.ts';
import type { Context } from '../context.ts';
import { sliOf } from '../facts/sli.ts';
import { boundOf } from '../policy.ts';

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
  name: string,
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

/** Out of the bound that the policy sets; nothing is when it sets none. */
function isOutside({ policy }: Context, name: string): (value: number) => boolean {
  const gate = boundOf(policy, name);
  if (gate === undefined) return () => false;
  const { scale } = levelOf(gate);
  return (value) => (gate.check === 'floor' ? value * scale < gate.limit : value * scale > gate.limit);
}

export const availabilityCourse = (context: Context): Course | null =>
  courseOf(context, 'availability', 'low', isOutside(context, 'availability'));

export const latencyCourse = (context: Context): Course | null =>
  courseOf(context, 'latency_p95', 'high', isOutside(context, 'latency_p95'));

export const errorCourse = (context: Context): Course | null =>
  courseOf(context, 'error_ratio', 'high', isOutside(context, 'error_ratio'));
