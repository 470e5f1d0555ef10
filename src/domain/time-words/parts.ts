import {
  agoBefore,
  agoBehind,
  countedUnit,
  countOf,
  dayFirst,
  days,
  halves,
  monthFirst,
  monthNumber,
  numberOf,
  spanJoint,
  spokenClocks,
  unitMs,
  vagueAgo,
  weekday,
  weekdayNumber,
  wordClocks,
} from './vocabulary.ts';

export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milli: number;
  /** `colon` and `dot` may be something else; `hour` is a bare number; `clear` is nothing but a time of day. */
  readonly form: 'colon' | 'dot' | 'hour' | 'clear';
  /** `half past two` says nothing of morning or afternoon. */
  readonly isOfTwelve: boolean;
}

export type Half = 'am' | 'pm' | 'night' | 'last-night';

export interface YearDay {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

export type Day =
  | { readonly daysFromToday: number }
  | { readonly weekday: number; readonly when: 'last' | 'next' | null }
  /** Several where day and month may be either way round. */
  | { readonly dates: readonly YearDay[] };

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

const DAY_MS = 86_400_000;

/** The match of a sticky pattern at a place. */
export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const clock = (
  hour: number,
  minute: string | number | undefined,
  form: Clock['form'],
  more: Partial<Clock> = {},
): Clock => ({ hour, minute: Number(minute ?? 0), second: 0, milli: 0, form, isOfTwelve: false, ...more });

const AM_PM = /(\d{1,2})(?:[:.](\d{2})(?::(\d{2}))?)? ?([ap])\.?m\b\.?/y;
const COLON = /(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?![\d:]|[.,]\d)/y;
const UHR = /(\d{1,2})(?:[:.](\d{2}))? ?uhr(?: (\d{2})(?![\d.:]))?(?![a-z])/y;
const WITH_H = /(\d{1,2}) ?h ?(\d{2})(?!\d| ?min)/y;
const HOUR_H = /(\d{1,2}) ?(?:hs?|hrs?|heures?|horas)(?![a-z\d])/y;
const DOT = /(\d{1,2})\.(\d{2})(?![\d:]|[.,]\d)/y;
const JAPANESE = /(午前|午後|朝|夜|夕方)? ?(\d{1,2})(?:時(?!間)(?:(\d{1,2})分|(半))?|:(\d{2})(?!\d))/y;
const COMPACT =
  /(\d{2})(\d{2})(?= ?(?:z|utc|gmt)(?![a-z])| ?(?:h|hrs|hours|uhr)(?![a-z]))( ?(?:hrs|hours|h|uhr))?/y;
const BARE = /(\d{1,2})(?![\d:,%]|\.\d|[a-z])/y;

/** A time of day in any of its ways; `takesHour`: a bare number is one, `takesH`: `14h` is one. */
export function clockAt(
  text: string,
  at: number,
  may: { readonly takeHour: boolean; readonly takeH: boolean },
): Read<Clock> | undefined {
  const spoken = spokenAt(text, at);
  if (spoken) return spoken;
  const half = match(AM_PM, text, at);
  if (half) {
    const [all, hour, minute, second, letter] = half;
    const twelve = Number(hour);
    const of24 = twelve >= 1 && twelve <= 12 ? (twelve % 12) + (letter === 'p' ? 12 : 0) : 99;
    return { end: at + all.length, value: clock(of24, minute, 'clear', { second: Number(second ?? 0) }) };
  }
  const japanese = match(JAPANESE, text, at);
  if (japanese && (japanese[1] !== undefined || japanese[5] === undefined)) {
    const [all, part, hour = '', minutes, halfHour, colonMinutes] = japanese;
    const later = part === '午後' || part === '夕方' || part === '夜';
    const of24 = later && Number(hour) < 12 ? Number(hour) + 12 : Number(hour);
    return { end: at + all.length, value: clock(of24, halfHour ? 30 : (minutes ?? colonMinutes), 'clear') };
  }
  const uhr = match(UHR, text, at);
  if (uhr) return { end: at + uhr[0].length, value: clock(Number(uhr[1]), uhr[2] ?? uhr[3], 'clear') };
  const colon = match(COLON, text, at);
  if (colon) {
    const [all, hour, minute, second, fraction = ''] = colon;
    const milli = Number(fraction.slice(0, 3).padEnd(3, '0'));
    return {
      end: at + all.length,
      value: clock(Number(hour), minute, 'colon', { second: Number(second ?? 0), milli }),
    };
  }
  const compact = match(COMPACT, text, at);
  if (compact) return { end: at + compact[0].length, value: clock(Number(compact[1]), compact[2], 'clear') };
  const withH = match(WITH_H, text, at);
  if (withH) return { end: at + withH[0].length, value: clock(Number(withH[1]), withH[2], 'clear') };
  const hourH = may.takeH ? match(HOUR_H, text, at) : null;
  if (hourH) return { end: at + hourH[0].length, value: clock(Number(hourH[1]), 0, 'clear') };
  const dot = match(DOT, text, at);
  if (dot) return { end: at + dot[0].length, value: clock(Number(dot[1]), dot[2], 'dot') };
  const bare = may.takeHour ? match(BARE, text, at) : null;
  if (bare && Number(bare[1]) <= 24)
    return {
      end: at + bare[0].length,
      value: clock(Number(bare[1]), 0, 'hour', { isOfTwelve: Number(bare[1]) <= 12 }),
    };
  return undefined;
}

function spokenAt(text: string, at: number): Read<Clock> | undefined {
  for (const [pattern, minutes] of spokenClocks) {
    const found = match(pattern, text, at);
    if (!found) continue;
    const hour = numberOf(found.slice(1).find((each) => each !== undefined) ?? '');
    const total = hour * 60 + minutes;
    const value = clock(Math.floor(total / 60), total % 60, 'clear', { isOfTwelve: hour <= 12 });
    return { end: at + found[0].length, value };
  }
  for (const [pattern, hour] of wordClocks) {
    const found = match(pattern, text, at);
    if (found && !/[a-z]/.test(text[at + found[0].length] ?? ''))
      return { end: at + found[0].length, value: clock(hour, 0, 'clear') };
  }
  return undefined;
}

export function halfAt(text: string, at: number): Read<Half> | undefined {
  for (const [pattern, half] of halves) {
    const found = match(pattern, text, at);
    if (found && !/[a-z]/.test(text[at + found[0].length] ?? ''))
      return { end: at + found[0].length, value: half };
  }
  return undefined;
}

const ISO_DAY = /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/y;
const JAPANESE_DAY = /(?:(\d{4})年 ?)?(\d{1,2})月 ?(\d{1,2})日/y;
const DOTTED = /(\d{1,2})\. ?(\d{1,2})\.(?:(\d{4}|\d{2})(?![\d:.]))?/y;
const SLASHED = /(\d{1,2})([/-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d/-])/y;
const DAYS_AGO =
  /(?:(?:vor|il y a|hace|ha|faz) (\d{1,3}) (?:tage?n?|jours?|dias?)|(\d{1,3}) (?:days? ago|dias? atras)|(\d{1,3})日前)(?![a-z])/y;

export interface DayRead extends Read<Day> {
  readonly half?: Half;
  /** Alone it is nothing to ask about: `1/2`, `May 5`. */
  readonly needsClock: boolean;
}

export function dayAt(text: string, at: number): DayRead | undefined {
  for (const [pattern, daysFromToday, half] of days) {
    const found = match(pattern, text, at);
    if (!found || /[a-z]/.test(text[at + found[0].length] ?? '')) continue;
    return { end: at + found[0].length, value: { daysFromToday }, needsClock: false, ...(half && { half }) };
  }
  const ago = match(DAYS_AGO, text, at);
  if (ago) {
    const count = Number(ago[1] ?? ago[2] ?? ago[3]);
    return { end: at + ago[0].length, value: { daysFromToday: -count }, needsClock: true };
  }
  return weekdayAt(text, at) ?? dateAt(text, at);
}

function weekdayAt(text: string, at: number): DayRead | undefined {
  const found = match(weekday, text, at);
  if (!found) return undefined;
  const [all, before = '', long, short, behind = ''] = found;
  const which = `${before}${behind}`;
  const when = /next|nachst|kommend|proxim|来週|prochain|viene|vem/.test(which)
    ? 'next'
    : which === ''
      ? null
      : 'last';
  return {
    end: at + all.length,
    value: { weekday: weekdayNumber(long, short), when },
    needsClock: long === undefined || long === '日',
  };
}

const fullYear = (year: string | undefined): number | null =>
  year === undefined ? null : Number(year) + (year.length === 2 ? 2_000 : 0);

function dateAt(text: string, at: number): DayRead | undefined {
  const one = (
    found: RegExpExecArray,
    year: string | undefined,
    month: number,
    day: number,
    needsClock = false,
  ) => ({
    end: at + found[0].length,
    value: { dates: [{ year: fullYear(year), month, day }] },
    needsClock,
  });
  const iso = match(ISO_DAY, text, at);
  if (iso) return one(iso, iso[1], Number(iso[2]), Number(iso[3]));
  const japanese = match(JAPANESE_DAY, text, at);
  if (japanese) return one(japanese, japanese[1], Number(japanese[2]), Number(japanese[3]));
  const dotted = match(DOTTED, text, at);
  if (dotted) return one(dotted, dotted[3], Number(dotted[2]), Number(dotted[1]), dotted[3] === undefined);
  const first = match(monthFirst, text, at);
  if (first) return one(first, first[3], monthNumber(first[1] ?? ''), Number(first[2]), true);
  const second = match(dayFirst, text, at);
  if (second) return one(second, second[3], monthNumber(second[2] ?? ''), Number(second[1]), true);
  const slashed = match(SLASHED, text, at);
  if (!slashed || (slashed[2] === '-' && slashed[4] === undefined)) return undefined;
  const [all, a, , b, year] = slashed;
  const [left, right] = [Number(a), Number(b)];
  const dates = [
    { year: fullYear(year), month: right, day: left },
    { year: fullYear(year), month: left, day: right },
  ].filter(({ month }) => month <= 12);
  const value = {
    dates:
      left === right
        ? dates.slice(0, 1)
        : dates.length > 0
          ? dates
          : [{ year: fullYear(year), month: right, day: left }],
  };
  return { end: at + all.length, value, needsClock: year === undefined };
}

/** A span such as `1 h 20 min`, in milliseconds. */
export function spanAt(text: string, at: number): (Read<number> & { readonly unit: string }) | undefined {
  let end = at;
  let totalMs = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let unit = '';
  for (;;) {
    const from = end === at ? at : at + (match(spanJoint, text, end)?.[0].length ?? 0) + (end - at);
    const found = match(countedUnit, text, from);
    if (!found) break;
    const [all, count = '', word = '', half] = found;
    const ms = unitMs(word);
    if (ms >= smallest) break;
    totalMs += countOf(count) * ms + (half === undefined ? 0 : ms / 2);
    smallest = ms;
    unit = word;
    end = from + all.length;
  }
  const short = match(/(\d{1,2})h(\d{2})(?!\d)/y, text, at);
  if (short && at + short[0].length > end)
    return {
      value: Number(short[1]) * 3_600_000 + Number(short[2]) * 60_000,
      end: at + short[0].length,
      unit: 'hm',
    };
  return end === at ? undefined : { value: totalMs, end, unit };
}

export type Ago = { readonly ms: number; readonly isExact: boolean } | 'vague';

/** `20 min ago`, `vor 20 Minuten`, `20分前`; by whole days it is not exact. */
export function agoAt(text: string, at: number): Read<Ago> | undefined {
  const vague = match(vagueAgo, text, at);
  if (vague) return { value: 'vague', end: at + vague[0].length };
  const before = match(agoBefore, text, at);
  const from = before ? at + before[0].length : at;
  const span = spanAt(text, before ? from + (match(/ */y, text, from)?.[0].length ?? 0) : from);
  if (!span) return undefined;
  const behind = match(agoBehind, text, span.end);
  if (!before && !behind) return undefined;
  const end = behind && !before ? span.end + behind[0].length : span.end;
  return { value: { ms: span.value, isExact: span.value % DAY_MS !== 0 }, end };
}
