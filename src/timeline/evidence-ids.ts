/** Orders `E-0002` before `E-0010` and `E-10000`. */
export const compareIds = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Distinct ids, in order. */
export const sortedIds = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].sort(compareIds);
