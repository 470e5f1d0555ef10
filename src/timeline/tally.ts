/** Counts by name. */
export type Tally = Map<string, number>;

export function addTo(tally: Tally, name: string, count = 1): void {
  tally.set(name, (tally.get(name) ?? 0) + count);
}

/** Most frequent first, equal counts in the order of their names. */
export const ranked = (tally: ReadonlyMap<string, number>): readonly (readonly [string, number])[] =>
  [...tally].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

/** The `namesMax` most frequent, the rest under `other`. */
export function top(tally: ReadonlyMap<string, number>, namesMax: number): Readonly<Record<string, number>> {
  const all = ranked(tally);
  if (all.length <= namesMax) return Object.fromEntries(all);
  const rest = all.slice(namesMax).reduce((sum, [, count]) => sum + count, 0);
  const kept = new Map(all.slice(0, namesMax));
  addTo(kept, 'other', rest);
  return Object.fromEntries(kept);
}
