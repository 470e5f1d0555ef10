import { DateTime, type WeekdayNumbers } from 'luxon';
import { userError } from '../domain/errors.ts';
import { parseDuration, parseInstant } from '../domain/time.ts';

/** When and where a text was written. */
export interface Moment {
  readonly nowMs: number;
  /** IANA name of the writer's time zone; null while it is not known, and clock times are read as UTC. */
  readonly zone: string | null;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const INSTANT = /^\d{4}-\d{2}-\d{2}t\d\S*$/i;
const AGO = /^(\d+[smhdw])\s+ago$/i;
const LOCAL =
  /^(?:(?<day>today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{4}-\d{2}-\d{2})\s+)?(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?\s?(?<half>am|pm)?$/i;

/** Whether a text is written like a time, right or wrong: nobody writes `14:05` by chance. */
export const isLikeTime = (text: string): boolean =>
  text.toLowerCase() === 'now' || INSTANT.test(text) || AGO.test(text) || LOCAL.test(text);

const CLOCK = /(?<![\dt:])\d{1,2}:\d{2}(?!\d)/i;

/** Whether a text may mean another time in another zone. */
export const mentionsClock = (text: string): boolean => CLOCK.test(text);

/** How many words a time may have: `yesterday 10:05 pm`. */
export const TIME_WORDS_MAX = 3;

/**
 * Milliseconds of `2026-01-27T10:00:00Z`, `2h ago`, `now`, `14:05`, `2:05pm`, `yesterday 22:00`, `monday 9:30` or
 * `2026-01-27 10:00`. A clock time without a day is the last one that has been; a weekday is the last one before
 * today. Throws `TIME_INVALID`.
 */
export function parseWhen(text: string, { nowMs, zone }: Moment): number {
  const word = text.trim().toLowerCase();
  if (word === 'now') return nowMs;
  if (INSTANT.test(word)) return parseInstant(word.toUpperCase(), 'time');
  const ago = AGO.exec(word)?.[1];
  if (ago !== undefined) return nowMs - parseDuration(ago, 'time');
  const parts = LOCAL.exec(word)?.groups;
  const atMs = parts && localMs(parts, DateTime.fromMillis(nowMs, { zone: zone ?? 'utc' }));
  if (atMs !== undefined && !Number.isNaN(atMs)) return atMs;
  throw userError({
    code: 'TIME_INVALID',
    message: `"${text}" is not a time`,
    where: 'time',
    mend: 'write it like 14:05, yesterday 22:00, 2h ago or 2026-01-27T10:00:00Z',
  });
}

function localMs(parts: Readonly<Record<string, string | undefined>>, now: DateTime): number | undefined {
  const { day, half } = parts;
  const hour = hourOf(Number(parts['hour']), half?.toLowerCase());
  if (hour === undefined || Number(parts['minute']) > 59 || Number(parts['second'] ?? 0) > 59)
    return undefined;
  const clock = {
    hour,
    minute: Number(parts['minute']),
    second: Number(parts['second'] ?? 0),
    millisecond: 0,
  };
  const at = dayOf(day, now).set(clock);
  return day === undefined && at > now ? at.minus({ days: 1 }).toMillis() : at.toMillis();
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function dayOf(day: string | undefined, now: DateTime): DateTime {
  if (day === undefined || day === 'today') return now;
  if (day === 'yesterday') return now.minus({ days: 1 });
  const weekday = WEEKDAYS.indexOf(day) + 1;
  if (weekday === 0) return DateTime.fromISO(day, { zone: now.zone });
  const sameWeek = now.set({ weekday: weekday as WeekdayNumbers });
  return sameWeek < now.startOf('day') ? sameWeek : sameWeek.minus({ weeks: 1 });
}

/** The time at the end of a text behind a keyword: `WAF to block at 14:05`. */
export function takeTime(
  text: string,
  keyword: string,
  moment: Moment,
): { readonly rest: string; readonly atMs: number } | undefined {
  const words = text.split(/\s+/);
  for (let count = 1; count <= TIME_WORDS_MAX && count < words.length + 1; count++) {
    const time = words.slice(-count).join(' ');
    if (words.at(-count - 1)?.toLowerCase() !== keyword || !isLikeTime(time)) continue;
    return { rest: words.slice(0, -count - 1).join(' '), atMs: parseWhen(time, moment) };
  }
  return undefined;
}
