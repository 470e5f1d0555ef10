export const MINUTE_MS = 60_000;

/** The minute that a time is in, counted from the epoch. */
export const minuteNumber = (atMs: number): number => Math.floor(atMs / MINUTE_MS);

/** Counts a minute. */
export type PerMinute = Map<number, number>;

export const countIn = (perMinute: PerMinute, atMs: number, count = 1): void => {
  const minute = minuteNumber(atMs);
  perMinute.set(minute, (perMinute.get(minute) ?? 0) + count);
};

export const total = (perMinute: ReadonlyMap<number, number>): number =>
  [...perMinute.values()].reduce((sum, count) => sum + count, 0);
