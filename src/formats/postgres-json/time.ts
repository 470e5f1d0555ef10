import type { Moment } from '../../domain/calendar.ts';
import { type Instant, instantOf } from '../../domain/instant.ts';
import { isEpochMs } from '../instant.ts';
import { type GivenZone, offsetMs, utcMs, zonedMs } from '../local-time.ts';

const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))? (\S+)$/;
const NUMERIC_ZONE = /^([+-])(\d{2})(?::?(\d{2}))?$/;
const SESSION_ID = /^([\da-f]{8,10})\.[\da-f]+$/;

/** Hours from UTC of abbreviations that the IANA database gives one offset today; IST, CST, CDT and PST have several. */
const ABBREVIATION_HOURS: ReadonlyMap<string, number> = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['UCT', 0],
  ['Z', 0],
  ['WET', 0],
  ['WEST', 1],
  ['BST', 1],
  ['WAT', 1],
  ['CET', 1],
  ['MET', 1],
  ['CEST', 2],
  ['MEST', 2],
  ['EET', 2],
  ['SAST', 2],
  ['CAT', 2],
  ['EEST', 3],
  ['MSK', 3],
  ['EAT', 3],
  ['PKT', 5],
  ['WIB', 7],
  ['AWST', 8],
  ['WITA', 8],
  ['HKT', 8],
  ['JST', 9],
  ['KST', 9],
  ['WIT', 9],
  ['ACST', 9.5],
  ['ACDT', 10.5],
  ['AEST', 10],
  ['AEDT', 11],
  ['NZST', 12],
  ['NZDT', 13],
  ['NDT', -2.5],
  ['NST', -3.5],
  ['ADT', -3],
  ['AST', -4],
  ['EDT', -4],
  ['EST', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PDT', -7],
  ['AKDT', -8],
  ['AKST', -9],
  ['HST', -10],
  ['SST', -11],
]);

/** What says how far from UTC a time is: the log itself, its session's id, an abbreviation that has one meaning, the importer. */
export type ZoneFrom = 'stated' | 'session_id' | 'abbreviation' | 'given';

export interface LogTime {
  readonly at: string;
  readonly zoneFrom: ZoneFrom;
}

interface Written {
  readonly moment: Moment;
  readonly fraction: string;
  readonly zone: string;
}

/** The members of an entry that its time is told from. */
export interface TimeMembers {
  readonly timestamp: unknown;
  readonly sessionStart: unknown;
  readonly sessionId: unknown;
}

/**
 * UTC of a log time such as `2026-11-22 01:05:18.118 EST`, which names its zone by an abbreviation that may have several
 * meanings. The id of a session begins with the second of its start in hexadecimal, so that its local start settles
 * the offset. https://www.postgresql.org/docs/current/runtime-config-logging.html (session ID)
 */
export function logTime(members: TimeMembers, given: GivenZone): LogTime | { readonly why: string } {
  const written = writtenOf(members.timestamp);
  if (written === undefined) return { why: 'timestamp is not a time with a zone' };
  const localMs = utcMs(written.moment);
  if (typeof localMs !== 'number') return { why: `timestamp is not a time: ${localMs.why}` };
  const told = statedOffsetMs(written.zone);
  if (told !== undefined) return timeOf(localMs - told, written, 'stated');
  const settled = sessionOffsetMs(members, written.zone);
  if (settled !== undefined) return timeOf(localMs - settled, written, 'session_id');
  const hours = ABBREVIATION_HOURS.get(written.zone);
  if (hours !== undefined) return timeOf(localMs - hours * 3_600_000, written, 'abbreviation');
  const zone = written.zone.slice(0, 20);
  if (given === undefined) {
    return {
      why: `timestamp has the zone ${zone}, which has no single meaning: import with --zone, such as Asia/Kolkata`,
    };
  }
  const zonedAtMs = zonedMs(written.moment, given);
  return typeof zonedAtMs === 'number'
    ? timeOf(zonedAtMs, written, 'given')
    : { why: `timestamp is not a time: ${zonedAtMs.why}` };
}

function timeOf(
  wholeSecondMs: number,
  { fraction }: Written,
  zoneFrom: ZoneFrom,
): LogTime | { readonly why: string } {
  const { atMs, iso }: Instant = instantOf(wholeSecondMs, fraction);
  return isEpochMs(atMs) ? { at: iso, zoneFrom } : { why: 'timestamp is not a time of these centuries' };
}

function writtenOf(text: unknown): Written | undefined {
  const match = typeof text === 'string' ? TIMESTAMP.exec(text) : null;
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  return {
    moment: { year, month, day, hour, minute, second },
    fraction: match[7] ?? '',
    zone: match[8] ?? '',
  };
}

const UTC_NAMES: ReadonlySet<string> = new Set(['UTC', 'GMT', 'UCT', 'Z']);

function statedOffsetMs(zone: string): number | undefined {
  if (UTC_NAMES.has(zone)) return 0;
  const match = NUMERIC_ZONE.exec(zone);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

/** Only of a start that is written in the same zone: between two a clock may have changed. */
function sessionOffsetMs({ sessionStart, sessionId }: TimeMembers, zone: string): number | undefined {
  const start = writtenOf(sessionStart);
  const seconds = typeof sessionId === 'string' ? SESSION_ID.exec(sessionId)?.[1] : undefined;
  if (start === undefined || seconds === undefined || start.zone !== zone) return undefined;
  const localMs = utcMs(start.moment);
  return typeof localMs === 'number' ? offsetMs(localMs, Number.parseInt(seconds, 16) * 1_000) : undefined;
}
