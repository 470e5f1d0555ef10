import { z } from 'zod';

/** Another clock minus ours, as a bracketed reading shows it: it is off by at most `uncertaintyMs`. */
export const clockOffsetSchema = z.object({ offsetMs: z.number(), uncertaintyMs: z.number().nonnegative() });

export type ClockOffset = z.infer<typeof clockOffsetSchema>;

/** An offset from one reading of another clock between two of ours. `stepMs` is how finely the other one tells. */
export function clockOffset(beforeMs: number, otherMs: number, afterMs: number, stepMs: number): ClockOffset {
  return {
    offsetMs: Math.round(otherMs - (beforeMs + afterMs) / 2),
    uncertaintyMs: Math.ceil((afterMs - beforeMs) / 2) + stepMs,
  };
}

/** The Date header of HTTP tells whole seconds. */
const DATE_HEADER_STEP_MS = 1_000;

/** A source's clock, as its answers' Date headers tell it. */
export const sourceClock = (offsetMs: number): ClockOffset => ({
  offsetMs,
  uncertaintyMs: DATE_HEADER_STEP_MS,
});

/** `12 ms ahead of ours (give or take 3 ms)`. */
export function tellOffset({ offsetMs, uncertaintyMs }: ClockOffset): string {
  const apart = Math.abs(offsetMs);
  const where = apart === 0 ? 'as ours' : `${apart} ms ${offsetMs > 0 ? 'ahead of' : 'behind'} ours`;
  return `${where} (give or take ${uncertaintyMs} ms)`;
}
