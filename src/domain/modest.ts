const DEPTH_MAX = 64;
const VALUES_MAX = 2_000_000;

/**
 * Whether a value that was parsed from JSON is one that everything may walk: not nested deeper than 64, not of more
 * than 2,000,000 values. Nothing is recursed into, so none can exhaust the asking.
 */
export function isModest(value: unknown): boolean {
  let level = [value];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length;
    if (depth > DEPTH_MAX || values > VALUES_MAX) return false;
    level = level.flatMap((member) =>
      typeof member === 'object' && member !== null ? Object.values(member) : [],
    );
  }
  return true;
}
