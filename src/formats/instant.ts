import { toIso } from '../domain/time.ts';

/** Times outside of the years 1973 to 9999 are another unit or garbage. */
const EPOCH_MS_MIN = 1e11;
const EPOCH_MS_MAX = 253_402_300_799_999;

export const isEpochMs = (value: number): boolean => value >= EPOCH_MS_MIN && value <= EPOCH_MS_MAX;

/** ISO 8601 of seconds since the epoch, perhaps with a fraction; undefined when they are none. */
export function isoOfSeconds(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number') return undefined;
  const atMs = Math.round(seconds * 1_000);
  return isEpochMs(atMs) ? toIso(atMs) : undefined;
}

const ISO_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** UTC of an ISO 8601 text that names its zone; undefined when it is none. */
export function isoOfText(text: unknown): string | undefined {
  if (typeof text !== 'string' || !ISO_WITH_ZONE.test(text)) return undefined;
  const atMs = Date.parse(text);
  return isEpochMs(atMs) ? toIso(atMs) : undefined;
}
