import { DateTime, IANAZone } from 'luxon';
import { impossibleIn, type Moment, momentMs } from '../domain/calendar.ts';
import type { Origin } from './format.ts';

/** What a reader was told about times that bear no zone: an IANA name, as `import --zone` takes it. */
export type GivenZone = string | undefined;

/** What the item's query says of the zone. */
export const zoneOf = ({ query: { zone } }: Origin): GivenZone =>
  typeof zone === 'string' ? zone : undefined;

/** An abbreviation is none, though the platform takes some: it would be guessed. */
export const isZone = (name: string): boolean =>
  (name === 'UTC' || name.includes('/')) && IANAZone.isValidZone(name);

/** Milliseconds of a local time in a zone. The hour that a clock change repeats is read as its first, the skipped one is none. */
export function zonedMs(moment: Moment, zone: string): number | { readonly why: string } {
  const why = impossibleIn(moment);
  if (why !== null) return { why };
  const time = DateTime.fromObject(moment, { zone });
  if (!time.isValid) return { why: `${zone} is not a zone` };
  const isThatHour = time.hour === moment.hour && time.minute === moment.minute;
  return isThatHour ? time.toMillis() : { why: `this hour was skipped in ${zone}` };
}

/** Milliseconds of a local time read as UTC. */
export function utcMs(moment: Moment): number | { readonly why: string } {
  const why = impossibleIn(moment);
  return why === null ? momentMs(moment) : { why };
}

const QUARTER_HOUR_MS = 900_000;
const OFFSET_MS_MAX = 14 * 3_600_000;

/**
 * The offset from UTC that a local time has when the same second is known as an epoch; undefined when no zone has it.
 * Seconds may be rounded apart by one.
 */
export function offsetMs(localMs: number, epochMs: number): number | undefined {
  const raw = localMs - epochMs;
  const offset = QUARTER_HOUR_MS * Math.round(raw / QUARTER_HOUR_MS);
  return Math.abs(raw - offset) <= 1_000 && Math.abs(offset) <= OFFSET_MS_MAX ? offset : undefined;
}
