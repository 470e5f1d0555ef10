import { toIso } from '../../domain/time.ts';
import { isEpochMs } from '../instant.ts';

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?) (\S+)$/;
const NUMERIC_ZONE = /^([+-])(\d{2})(?::?(\d{2}))?$/;

/** Hours from UTC, as PostgreSQL's own default set of abbreviations reads them. */
const ABBREVIATION_HOURS: ReadonlyMap<string, number> = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['WET', 0],
  ['Z', 0],
  ['BST', 1],
  ['CET', 1],
  ['MET', 1],
  ['WEST', 1],
  ['CEST', 2],
  ['EET', 2],
  ['IST', 2],
  ['MEST', 2],
  ['SAST', 2],
  ['EEST', 3],
  ['MSK', 3],
  ['HKT', 8],
  ['SGT', 8],
  ['JST', 9],
  ['KST', 9],
  ['AEST', 10],
  ['AEDT', 11],
  ['NZST', 12],
  ['NZDT', 13],
  ['ADT', -3],
  ['AST', -4],
  ['EDT', -4],
  ['EST', -5],
  ['CDT', -5],
  ['CST', -6],
  ['MDT', -6],
  ['MST', -7],
  ['PDT', -7],
  ['PST', -8],
  ['AKDT', -8],
  ['AKST', -9],
  ['HST', -10],
]);

/** UTC of a log time such as `2026-11-22 01:05:18.118 EST`, which names its zone by an abbreviation. */
export function logTime(text: unknown): { readonly at: string } | { readonly why: string } {
  const match = typeof text === 'string' ? TIMESTAMP.exec(text) : null;
  const [, date, time, zone] = match ?? [];
  if (zone === undefined) return { why: 'timestamp is not a time with a zone' };
  const offsetHours = hoursOf(zone);
  if (offsetHours === undefined)
    return { why: `timestamp has a zone that is not known: ${zone.slice(0, 20)}` };
  const atMs = Date.parse(`${date}T${time}Z`) - offsetHours * 3_600_000;
  return isEpochMs(atMs) ? { at: toIso(atMs) } : { why: 'timestamp is not a time' };
}

function hoursOf(zone: string): number | undefined {
  const match = NUMERIC_ZONE.exec(zone);
  if (match === null) return ABBREVIATION_HOURS.get(zone);
  const hours = Number(match[2]) + Number(match[3] ?? 0) / 60;
  return match[1] === '-' ? -hours : hours;
}
