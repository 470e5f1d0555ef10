import type { Window } from '../../domain/time.ts';

/** Prometheus refuses a request for more points per series. */
export const pointsMax = 11_000;

/** The times of a range query: both ends are evaluated, so the last one lies before the window's end. */
export interface StepRange {
  readonly startMs: number;
  readonly endMs: number;
}

/** A 1,440th of the window, in whole quarters of a minute: a day is seen by the minute. */
export const defaultStepSeconds = ({ fromMs, toMs }: Window): number =>
  Math.max(1, Math.ceil((toMs - fromMs) / 1_440 / 15_000)) * 15;

/** The steps of a window, cut so that no part has more points than Prometheus answers. Empty for no window. */
export function stepRanges({ fromMs, toMs }: Window, stepMs: number): readonly StepRange[] {
  const steps = Math.ceil((toMs - fromMs) / stepMs);
  const ranges: StepRange[] = [];
  for (let first = 0; first < steps; first += pointsMax) {
    const last = Math.min(first + pointsMax, steps) - 1;
    ranges.push({ startMs: fromMs + first * stepMs, endMs: fromMs + last * stepMs });
  }
  return ranges;
}

/** As long again as three windows, up to the window: what the window is compared with. */
export const baselineOf = ({ fromMs, toMs }: Window): Window => ({
  fromMs: fromMs - 3 * (toMs - fromMs),
  toMs: fromMs,
});
