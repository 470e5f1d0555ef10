import type { Recorded } from './data-set.ts';
import type { Method } from './measure.ts';

export interface Figures {
  readonly faults: number;
  readonly seen: number;
  /** Of the faults that were seen, earlier or later alike. */
  readonly startErrorSeconds: { readonly median: number | null; readonly ninth: number | null };
  readonly first: number;
  readonly amongThree: number;
  readonly quietHours: number;
  readonly falseEffects: number;
}

const HOUR_MS = 3_600_000;

const at = (sorted: readonly number[], share: number): number | null => {
  const value = sorted[Math.floor(share * sorted.length)];
  return value === undefined ? null : Math.round(value);
};

export function figuresOf(recorded: readonly Recorded[], method: Method): Figures {
  const faults = recorded.flatMap((one) =>
    one.truth === null ? [] : [{ truth: one.truth, ...method(one) }],
  );
  const quiet = recorded.filter(({ truth }) => truth === null);
  const errors = faults
    .flatMap(({ truth, startedMs }) =>
      startedMs === null ? [] : [Math.abs(startedMs - truth.startedMs) / 1000],
    )
    .sort((a, b) => a - b);
  const among = (count: number): number =>
    faults.filter(({ truth, services }) => services.slice(0, count).includes(truth.service)).length;
  return {
    faults: faults.length,
    seen: errors.length,
    startErrorSeconds: { median: at(errors, 0.5), ninth: at(errors, 0.9) },
    first: among(1),
    amongThree: among(3),
    quietHours: Math.round(quiet.reduce((sum, { window }) => sum + window.toMs - window.fromMs, 0) / HOUR_MS),
    falseEffects: quiet.reduce((sum, one) => sum + method(one).effects, 0),
  };
}
