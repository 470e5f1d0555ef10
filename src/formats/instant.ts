import { readInstant } from '../domain/instant.ts';
import { toIso } from '../domain/time.ts';

/** Times outside of the years 1973 to 9999 are another unit or garbage. */
const EPOCH_MS_MIN = 1e11;
const EPOCH_MS_MAX = 253_402_300_799_999;

export const isEpochMs = (value: number): boolean => value >= EPOCH_MS_MIN && value <= EPOCH_MS_MAX;

/**
 * ISO 8601 of milliseconds since the epoch, also where an export has spelled them as text or as a time with a zone;
 * undefined when they are none.
 */
export function isoOfMs(value: unknown): string | undefined {
  const atMs = typeof value === 'string' && /^\d{12,15}$/.test(value) ? Number(value) : value;
  if (typeof atMs === 'number') return isEpochMs(atMs) ? toIso(atMs) : undefined;
  return isoOfText(atMs);
}

/** ISO 8601 of seconds since the epoch, perhaps with a fraction; undefined when they are none. */
export function isoOfSeconds(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number') return undefined;
  const atMs = Math.round(seconds * 1_000);
  return isEpochMs(atMs) ? toIso(atMs) : undefined;
}

/** UTC of an ISO 8601 text that names its zone, with the source's precision; or why the member is none. */
export function timeIn(member: string, text: unknown): { readonly at: string } | { readonly why: string } {
  const instant = typeof text === 'string' ? readInstant(text) : { why: 'is not a time with a zone' };
  if ('why' in instant) return { why: `${member} ${instant.why}` };
  return isEpochMs(instant.atMs)
    ? { at: instant.iso }
    : { why: `${member} is not a time of these centuries` };
}

/** As `timeIn`; undefined when it is none. */
export function isoOfText(text: unknown): string | undefined {
  const time = timeIn('', text);
  return 'at' in time ? time.at : undefined;
}
