const DAY_MS = 86_400_000;

/** The same time of day so many business days later: Saturdays and Sundays, in UTC, do not count. */
export function addBusinessDays(fromMs: number, days: number): number {
  let atMs = fromMs;
  for (let left = days; left > 0; ) {
    atMs += DAY_MS;
    const day = new Date(atMs).getUTCDay();
    if (day !== 0 && day !== 6) left -= 1;
  }
  return atMs;
}
