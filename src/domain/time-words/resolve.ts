import { DateTime } from 'luxon';
import { impossibleIn } from '../calendar.ts';
import type { Clock, Day, Half, YearDay } from './parts.ts';
import { instantsOf, shownMs, type Zone, type ZoneWord } from './zones.ts';

/** When and where a text was written. */
export interface Moment {
  readonly nowMs: number;
  /** IANA name of the writer's time zone; null while it is not known, and clock times are read as UTC. */
  readonly zone: string | null;
}

/** One way to read a time. */
export interface Choice {
  readonly label: string;
  readonly atMs: number;
}

/** What a time in words means: one instant, one of several, or something that does not exist. */
export type Reading =
  | { readonly atMs: number }
  | { readonly why: string; readonly choices: readonly Choice[] }
  | { readonly impossible: string };

export const FUTURE = 'it is yet to come';

const DAY_MS = 86_400_000;
/** A clock that has not been yet today was yesterday's when that is no longer ago; else it is asked about. */
const YESTERDAY_WITHIN_MS = 16 * 3_600_000;
/** A day without a year that is yet to come this year was last year's when that is no longer ago. */
const LAST_YEAR_WITHIN_MS = 62 * DAY_MS;

export interface Parts {
  readonly day: Day | null;
  readonly clock: Clock;
  readonly half: Half | null;
  readonly zone: ZoneWord | null;
}

interface Calendar {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const calendarOf = (shown: number): Calendar => {
  const date = new Date(shown);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

/** The instants that a day, a clock and a zone may mean together. */
export function resolve({ day, clock, half, zone }: Parts, { nowMs, zone: own }: Moment): Reading {
  if (zone?.unknown) return { why: 'the zone is not known', choices: [] };
  const zones = zone?.zones ?? [{ name: own ?? 'utc' }];
  const hours = hoursOf(clock, half);
  const choices: Choice[] = [];
  let impossible: string | undefined;
  let why = zones.length > 1 ? 'the zone means several places' : 'it may mean';
  for (const each of zones) {
    const found = daysOf(day, each, nowMs, half, hours[0] ?? 0);
    for (const hour of hours) {
      for (const calendar of found.days) {
        const wall = { ...calendar, hour, minute: clock.minute, second: clock.second };
        const wrong = impossibleIn(wall);
        if (wrong !== null) {
          impossible = wrong;
          continue;
        }
        const instants = instantsOf(wall, each);
        if (instants.length === 0) {
          why = 'the clocks skipped this time on that day';
          for (const shifted of [-1, 1]) {
            const near = instantsOf(shift(wall, shifted), each)[0];
            if (near !== undefined) choices.push(choiceOf(near + clock.milli, each, nowMs, true));
          }
          continue;
        }
        if (instants.length > 1) why = 'the clocks showed this time twice on that day';
        for (const atMs of instants)
          choices.push(choiceOf(atMs + clock.milli, each, nowMs, zones.length + instants.length > 2));
      }
    }
    if (found.isLatest && choices.length > 0) keepLatest(choices, nowMs);
  }
  if (choices.length === 0) return { impossible: impossible ?? 'it does not exist' };
  const other = zone === null ? null : otherInForce(zone, choices, nowMs);
  if (other !== null) {
    choices.push(other);
    why = 'this zone is not in force on that day';
  }
  const [only] = choices;
  if (choices.length === 1 && only && why !== 'the clocks skipped this time on that day') {
    return only.atMs > nowMs + 60_000 ? { why: FUTURE, choices } : { atMs: only.atMs };
  }
  return { why, choices };
}

/** Of today's and yesterday's the one that has been, when nobody would take it for the other. */
function keepLatest(choices: Choice[], nowMs: number): void {
  const past = choices.filter(({ atMs }) => atMs <= nowMs);
  const today = choices.filter(({ atMs }) => atMs > nowMs - DAY_MS);
  if (past.length === choices.length) {
    const latest = Math.max(...past.map(({ atMs }) => atMs));
    choices.splice(0, choices.length, ...choices.filter(({ atMs }) => atMs > latest - DAY_MS));
    return;
  }
  const recent = past.filter(({ atMs }) => nowMs - atMs <= YESTERDAY_WITHIN_MS);
  if (recent.length > 0) choices.splice(0, choices.length, ...recent);
  else if (today.length > 0) choices.sort((a, b) => b.atMs - a.atMs);
}

function hoursOf({ hour, isOfTwelve }: Clock, half: Half | null): readonly number[] {
  if (half === null) return isOfTwelve && hour >= 1 && hour < 12 ? [hour, hour + 12] : [hour];
  if (hour > 12) return [hour];
  const twelve = hour % 12;
  if (half === 'am') return [twelve];
  if (half === 'pm') return [hour === 12 || hour === 0 ? 12 : hour + 12];
  return [hour >= 6 && hour < 12 ? hour + 12 : twelve];
}

function daysOf(
  day: Day | null,
  zone: Zone,
  nowMs: number,
  half: Half | null,
  hour: number,
): { readonly days: readonly Calendar[]; readonly isLatest: boolean } {
  const shown = shownMs(nowMs, zone);
  const fromToday = (offset: number): Calendar => calendarOf(shown + offset * DAY_MS);
  if (day === null) return { days: [fromToday(0), fromToday(-1)], isLatest: true };
  if ('daysFromToday' in day) {
    const isEarly = half === 'last-night' && hour < 12;
    return { days: [fromToday(day.daysFromToday + (isEarly ? 1 : 0))], isLatest: false };
  }
  if ('weekday' in day) {
    const today = ((new Date(shown).getUTCDay() + 6) % 7) + 1;
    const back = (today - day.weekday + 7) % 7;
    if (day.when === 'next') return { days: [fromToday(back === 0 ? 7 : 7 - back)], isLatest: false };
    if (back === 0)
      return { days: day.when === 'last' ? [fromToday(-7)] : [fromToday(0), fromToday(-7)], isLatest: false };
    return { days: [fromToday(-back)], isLatest: false };
  }
  return { days: day.dates.flatMap((date) => yearsOf(date, shown)), isLatest: false };
}

/** A day without a year is this year's; one that is yet to come was last year's, if lately. */
function yearsOf({ year, month, day }: YearDay, shown: number): readonly Calendar[] {
  if (year !== null) return [{ year, month, day }];
  const now = calendarOf(shown);
  const isToCome = month > now.month || (month === now.month && day > now.day);
  if (!isToCome) return [{ year: now.year, month, day }];
  const lastMs = Date.UTC(now.year - 1, month - 1, day);
  return shown - lastMs < LAST_YEAR_WITHIN_MS
    ? [{ year: now.year - 1, month, day }]
    : [
        { year: now.year, month, day },
        { year: now.year - 1, month, day },
      ];
}

const shift = <T extends { readonly hour: number }>(wall: T, hours: number): T => ({
  ...wall,
  hour: Math.min(23, Math.max(0, wall.hour + hours)),
});

/** The other reading of `CEST` in winter: the clock as the place shows it. */
function otherInForce({ place }: ZoneWord, choices: readonly Choice[], nowMs: number): Choice | null {
  const [only] = choices;
  if (place === undefined || choices.length !== 1 || only === undefined) return null;
  const [named] = [DateTime.fromMillis(only.atMs, { zone: place })];
  const zone: Zone = { name: place };
  const written = only.label.slice(0, 5);
  if (named === undefined || named.toFormat('HH:mm') === written) return null;
  const [hour = 0, minute = 0] = written.split(':').map(Number);
  const [atMs] = instantsOf(
    { year: named.year, month: named.month, day: named.day, hour, minute, second: 0 },
    zone,
  );
  return atMs === undefined ? null : choiceOf(atMs, zone, nowMs, true);
}

/** `14:05 today (13:05 UTC)`, the clock as its zone shows it. */
export function choiceOf(atMs: number, zone: Zone, nowMs: number, withZone = false): Choice {
  const shown = new Date(shownMs(atMs, zone));
  const clock = shown.toISOString().slice(11, shown.getUTCSeconds() === 0 ? 16 : 19);
  const days = Math.floor(shownMs(nowMs, zone) / DAY_MS) - Math.floor(shown.getTime() / DAY_MS);
  const day =
    days === 0
      ? 'today'
      : days === 1
        ? 'yesterday'
        : days === -1
          ? 'tomorrow'
          : `on ${shown.toISOString().slice(0, 10)}`;
  const utc = new Date(atMs).toISOString().slice(11, 16);
  const name = 'name' in zone ? zone.name : null;
  const told = withZone && name !== null && name !== 'utc' ? ` in ${name}` : '';
  return { atMs, label: `${clock} ${day}${told}${utc === clock ? ' UTC' : ` (${utc} UTC)`}` };
}
