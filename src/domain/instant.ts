import { impossibleIn, momentMs } from './calendar.ts';

/** A time in UTC as its source wrote it: milliseconds since the epoch, and ISO 8601 with the source's own precision. */
export interface Instant {
  readonly atMs: number;
  readonly iso: string;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9})\d*)?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))$/;
const OFFSET_MINUTES_MAX = 18 * 60;

/** Reads an ISO 8601 time that names its zone, or says why it is none: `is not a time with a zone`, or what of it does not exist. */
export function readInstant(text: string): Instant | { readonly why: string } {
  const match = ISO.exec(text);
  if (match === null) return { why: 'is not a time with a zone' };
  const [, year, month, day, hour, minute, second = '0', fraction = '', , sign, hours = '0', minutes = '0'] =
    match;
  const moment = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  const impossible = impossibleIn(moment);
  if (impossible !== null) return { why: `is not a time: ${impossible}` };
  const offsetMinutes = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || offsetMinutes > OFFSET_MINUTES_MAX)
    return { why: 'is not a time: no zone is so far from UTC' };
  return instantOf(momentMs(moment) - (sign === '-' ? -offsetMinutes : offsetMinutes) * 60_000, fraction);
}

/** A whole second and the digits behind its point, up to nine. */
export function instantOf(wholeSecondMs: number, fraction: string): Instant {
  const atMs = wholeSecondMs + Number(fraction.slice(0, 3).padEnd(3, '0'));
  const iso = new Date(atMs).toISOString();
  return { atMs, iso: fraction.length > 3 ? `${iso.slice(0, -1)}${fraction.slice(3)}Z` : iso };
}
