import { parseInstant, toIso } from '../time.ts';
import {
  type Ago,
  agoAt,
  type Clock,
  clockAt,
  type Day,
  dayAt,
  type Half,
  halfAt,
  match,
  spanAt,
} from './parts.ts';
import { type Choice, choiceOf, FUTURE, type Moment, type Reading, resolve } from './resolve.ts';
import {
  connector,
  fold,
  keywords,
  lastBefore,
  measureBefore,
  measureBehind,
  type Role,
  suffixes,
} from './vocabulary.ts';
import { type ZoneWord, zoneAt } from './zones.ts';

/** A time that stands in a text. */
export interface Mention {
  /** Where it stands, with its keyword and its brackets. */
  readonly start: number;
  readonly end: number;
  readonly role: Role;
  readonly reading: Reading;
  /** Its words say that it is a time; others may as well be a measure or a ratio. */
  readonly isClear: boolean;
  /** Its words stay in the text: `around noon`. */
  readonly isAbout: boolean;
  readonly isBracketed: boolean;
  /** How long ago it was said to be: `20 min ago`, `since 20 min`. */
  readonly isSpan: boolean;
}

/** Links, code and addresses are no prose. */
const NO_PROSE = /https?:\/\/\S+|`[^`]*`|<[^>]*>|[^\s@]+@[^\s@]+\.[^\s@]+/g;
const WORD = /[a-z\d]/;
const GLUE = /[a-z\d.:/_\-+$€#,=]/;

/** All times that a text mentions, in order. */
export function findTimes(text: string, moment: Moment): readonly Mention[] {
  const folded = fold(text);
  const hidden = [...text.matchAll(NO_PROSE)].map(
    ({ index, 0: all }) => [index, index + all.length] as const,
  );
  const found: Mention[] = [];
  for (let at = 0; at < text.length; at++) {
    if (hidden.some(([from, to]) => at >= from && at < to)) continue;
    if (/[\s]/.test(text[at] ?? '')) continue;
    const before = folded[at - 1] ?? ' ';
    const isInside = WORD.test(folded[at] ?? '') ? GLUE.test(before) : false;
    if (isInside) continue;
    const mention = mentionAt(text, folded, at, moment);
    if (mention === undefined) continue;
    found.push(mention);
    at = mention.end - 1;
  }
  return found;
}

/** Whether a text means another time in another zone of its writer. */
export function dependsOnZone(text: string, nowMs: number): boolean {
  const readIn = (zone: string): string =>
    JSON.stringify(
      findTimes(text, { nowMs, zone }).map(({ reading }) =>
        'choices' in reading ? reading.choices.map(({ atMs }) => atMs) : reading,
      ),
    );
  return readIn('Asia/Tokyo') !== readIn('America/Los_Angeles');
}

interface Gathered {
  day: Day | null;
  clock: Clock | null;
  half: Half | null;
  zone: ZoneWord | null;
  ago: Ago | null;
  /** A span behind a keyword: `since 20 min`. */
  sinceMs: number | null;
  /** `depuis 14h`. */
  isEither: boolean;
  dayNeedsClock: boolean;
  end: number;
}

const INSTANT = /\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(z|[+-]\d{2}:?\d{2})(?![\w:])/y;

function mentionAt(text: string, folded: string, at: number, moment: Moment): Mention | undefined {
  const bracket = match(/[[(【「]\s*/y, folded, at)?.[0] ?? '';
  const key = keywordAt(folded, at + bracket.length);
  const last = key === undefined ? match(lastBefore, folded, at) : null;
  const from = at + bracket.length + (key?.length ?? 0);
  const gathered = gather(text, folded, last ? at + last[0].length + 1 : from, moment, {
    role: last ? 'since' : (key?.role ?? 'at'),
    takesHour: key?.takesHour ?? false,
    hIsEither: key?.hIsEither ?? false,
    word: key?.word ?? '',
    isLast: last !== null,
  });
  if (gathered === undefined) return undefined;
  let { end } = gathered.parts;
  let role: Role = last ? 'since' : (key?.role ?? 'at');
  let isAbout = key?.about ?? false;
  let isMarked = key !== undefined || last !== null;
  for (const [pattern, suffixRole, about] of suffixes) {
    const suffix = match(pattern, folded, end);
    if (!suffix) continue;
    end += suffix[0].length;
    role = suffixRole === 'at' ? role : suffixRole;
    isAbout ||= about;
    isMarked = true;
  }
  const close = bracket === '' ? null : match(/\s*[\])】」]/y, folded, end);
  if (close) end += close[0].length;
  const colon = match(/ ?[:：] ?(?=\S)|：/y, folded, end);
  if (colon && at === 0) end += colon[0].length;
  if (WORD.test(folded[end - 1] ?? '') && /[a-z\d%_]/.test(folded[end] ?? '')) return undefined;
  const { parts, reading } = gathered;
  const isDigits = parts.clock !== null && (parts.clock.form === 'dot' || parts.clock.form === 'colon');
  if (
    isDigits &&
    parts.day === null &&
    parts.half === null &&
    parts.zone === null &&
    match(measureBehind, folded, end)
  )
    return undefined;
  const isQualified =
    parts.ago !== null ||
    parts.sinceMs !== null ||
    parts.day !== null ||
    parts.half !== null ||
    parts.zone !== null;
  const isMeasured = measureBefore.test(folded.slice(0, at)) || measureBefore.test(folded.slice(0, from));
  const isSuspect =
    parts.clock?.form === 'dot' &&
    /\b(?:p\d{2,3}|latency|latenz|latence|latencia|rate|ratio|load|cpu|score|v|version)\b/.test(
      folded.slice(0, at),
    );
  const isClear =
    !gathered.isWeak &&
    (isQualified || close !== null || parts.clock?.form === 'clear' || (isMarked && !isSuspect));
  if (parts.clock?.form === 'dot' && !isMarked && !isQualified && at > 0 && isMeasured)
    return {
      start: at,
      end,
      role: 'at',
      reading,
      isClear: false,
      isAbout,
      isBracketed: false,
      isSpan: false,
    };
  return {
    start: at,
    end,
    role,
    reading,
    isClear,
    isAbout,
    isBracketed: close !== null && !close[0].includes(')'),
    isSpan: (parts.ago !== null && parts.ago !== 'vague') || parts.sinceMs !== null,
  };
}

interface Key {
  readonly role: Role;
  readonly takesHour: boolean;
  readonly hIsEither: boolean;
  readonly word: string;
  readonly isLast?: boolean;
  readonly about?: boolean;
  readonly length?: number;
}

function keywordAt(folded: string, at: number): (Key & { readonly length: number }) | undefined {
  for (const { pattern, role, about = false, takesHour = false, hIsEither = false } of keywords) {
    const found = match(pattern, folded, at);
    if (!found) continue;
    const space = match(/[\s]*/y, folded, at + found[0].length)?.[0] ?? '';
    if (space === '' && found[0] !== '@' && found[0] !== '~') continue;
    // "vor 20 Minuten" is no relation to another time, and "ab" no keyword before words.
    if (role === 'other' && agoAt(folded, at)) continue;
    return { role, about, takesHour, hIsEither, word: found[0], length: found[0].length + space.length };
  }
  return undefined;
}

const PRONOUN = /\s+(?:we|i|they|he|she|it|the|our|haben|wurde|hat|sind|ist)\b/y;

function gather(
  text: string,
  folded: string,
  from: number,
  moment: Moment,
  key: Key,
): { readonly parts: Gathered; readonly reading: Reading; readonly isWeak: boolean } | undefined {
  const instant = match(INSTANT, folded, from);
  const parts: Gathered = {
    day: null,
    clock: null,
    half: null,
    zone: null,
    ago: null,
    sinceMs: null,
    isEither: false,
    dayNeedsClock: false,
    end: from,
  };
  if (instant) {
    parts.end = from + instant[0].length;
    parts.zone = { end: parts.end, zones: [] };
    return { parts, reading: instantReading(text.slice(from, parts.end), moment), isWeak: false };
  }
  const now = key.word === '' || key.role === 'other' ? null : match(/now(?![a-z])/y, folded, from);
  if (now) {
    parts.end = from + now[0].length;
    parts.ago = { ms: 0, isExact: true };
    return { parts, reading: { atMs: moment.nowMs }, isWeak: false };
  }
  if (key.word !== '' || key.isLast) {
    const span = key.role === 'since' ? spanAt(folded, from) : undefined;
    if (span && !agoAt(folded, from)) {
      const isEither = key.hIsEither && /^\d{1,2} ?h$/.test(folded.slice(from, span.end));
      const isClock = key.hIsEither && span.unit === 'hm';
      if (!isClock) {
        parts.sinceMs = span.value;
        parts.end = span.end;
        return {
          parts,
          reading: spanReading(span.value, isEither ? folded.slice(from, span.end) : null, moment),
          isWeak: false,
        };
      }
    }
  }
  if (key.isLast) return undefined;
  let at = from;
  let isWeak = false;
  for (;;) {
    const step = partAt(text, folded, at, parts, key, moment);
    if (step === undefined) break;
    at = step;
    parts.end = at;
    const joint = match(connector, folded, at);
    const next = joint ? at + joint[0].length : at;
    const open = match(/\(/y, folded, next) ? 1 : 0;
    at = next + open;
  }
  if (parts.ago !== null) return { parts, reading: agoReading(parts.ago, moment), isWeak: false };
  if (parts.clock === null) {
    if (parts.day === null || parts.dayNeedsClock) return undefined;
    return { parts, reading: dayReading(parts, key, moment), isWeak: false };
  }
  const range = match(/ ?[-~] ?(?=\d{1,2}[:.h時])/y, folded, parts.end);
  const isRange = range !== null && parts.clock.form !== 'dot';
  if (parts.clock.form === 'hour' && parts.half === null && !key.takesHour) {
    isWeak = true;
    const isAlone =
      /^\s*(?:$|[.,;:!?)])/.test(folded.slice(parts.end)) || match(PRONOUN, folded, parts.end) !== null;
    if (!isAlone && parts.day === null && parts.zone === null) return undefined;
  }
  let reading = resolve({ day: parts.day, clock: parts.clock, half: parts.half, zone: parts.zone }, moment);
  if (isRange && range) {
    const until = clockAt(folded, parts.end + range[0].length, { takeHour: false, takeH: true });
    if (until) {
      parts.end = until.end;
      const later = resolve(
        { day: parts.day, clock: until.value, half: parts.half, zone: parts.zone },
        moment,
      );
      reading = {
        why: 'it is a span of time',
        choices: [...choicesOf(reading, moment), ...choicesOf(later, moment)],
      };
    }
  }
  if (
    match(/t/y, folded, from + 10) &&
    /^\d{4}-\d{2}-\d{2}t/.test(folded.slice(from)) &&
    parts.zone === null
  ) {
    const utc = resolve({ ...parts, clock: parts.clock, zone: { end: 0, zones: [{ name: 'utc' }] } }, moment);
    reading = {
      why: 'it names no zone',
      choices: distinct([...choicesOf(reading, moment), ...choicesOf(utc, moment)]),
    };
  }
  return { parts, reading, isWeak };
}

/** Takes the next part that has not been taken; returns where it ends. */
function partAt(
  text: string,
  folded: string,
  at: number,
  parts: Gathered,
  key: Key,
  moment: Moment,
): number | undefined {
  if (parts.clock === null && parts.day === null && parts.ago === null) {
    const day = dayAt(folded, at);
    const ago = day && 'daysFromToday' in day.value && day.needsClock ? undefined : agoAt(folded, at);
    if (ago) {
      parts.ago = ago.value;
      return ago.end;
    }
  }
  if (parts.ago !== null) return undefined;
  if (parts.clock !== null && parts.half === null) {
    const half = halfAt(folded, at);
    if (half) {
      parts.half = half.value;
      return half.end;
    }
  }
  if (parts.day === null) {
    const day = dayAt(folded, at);
    if (day) {
      parts.day = day.value;
      parts.half ??= day.half ?? null;
      parts.dayNeedsClock = day.needsClock;
      return day.end;
    }
  }
  if (parts.clock === null) {
    const isKeyed = key.word !== '' && key.role !== 'other';
    const clock = clockAt(folded, at, {
      takeHour: key.takesHour || (isKeyed && ['at', 'um', '@'].includes(key.word)),
      takeH: isKeyed || parts.day !== null,
    });
    if (clock) {
      parts.clock = clock.value;
      return clock.end;
    }
    const half = parts.half === null ? halfAt(folded, at) : undefined;
    if (half) {
      parts.half = half.value;
      return half.end;
    }
  }
  if (parts.zone === null && (parts.clock !== null || parts.day !== null)) {
    const zone = zoneAt(folded, text, at, moment.zone);
    if (zone && parts.clock !== null) {
      parts.zone = zone;
      const close = folded[at - 1] === '(' && folded[zone.end] === ')' ? 1 : 0;
      return zone.end + close;
    }
  }
  return undefined;
}

function instantReading(written: string, moment: Moment): Reading {
  try {
    const atMs = parseInstant(written.toUpperCase().replace(',', '.'), 'time');
    return atMs > moment.nowMs + 60_000
      ? { why: FUTURE, choices: [choiceOf(atMs, { name: moment.zone ?? 'utc' }, moment.nowMs)] }
      : { atMs };
  } catch (error) {
    return { impossible: (error as Error).message };
  }
}

const agoReading = (ago: Ago, { nowMs, zone }: Moment): Reading => {
  if (ago === 'vague') return { why: 'it does not say how long ago', choices: [] };
  const atMs = nowMs - ago.ms;
  return ago.isExact
    ? { atMs }
    : { why: 'it names a day and no time', choices: [choiceOf(atMs, { name: zone ?? 'utc' }, nowMs)] };
};

function spanReading(ms: number, either: string | null, moment: Moment): Reading {
  const own = { name: moment.zone ?? 'utc' };
  const atMs = moment.nowMs - ms;
  if (either === null) return { atMs };
  const clock = clockAt(either, 0, { takeHour: false, takeH: true });
  const asClock: Reading = clock
    ? resolve({ day: null, clock: clock.value, half: null, zone: null }, moment)
    : { atMs };
  return {
    why: 'it may be a time of day or a span',
    choices: distinct([choiceOf(atMs, own, moment.nowMs), ...choicesOf(asClock, moment)]),
  };
}

/** A day without a time: for a window its beginning may be meant. */
function dayReading(parts: Gathered, key: Key, moment: Moment): Reading {
  const midnight: Clock = { hour: 0, minute: 0, second: 0, milli: 0, form: 'clear', isOfTwelve: false };
  const start = resolve({ day: parts.day, clock: midnight, half: null, zone: null }, moment);
  if ('impossible' in start) return start;
  return {
    why: 'it names a day and no time',
    choices: key.role === 'since' || key.role === 'until' ? choicesOf(start, moment) : [],
  };
}

/** What a reading may mean, as choices. */
export function choicesOf(reading: Reading, { nowMs, zone }: Moment): readonly Choice[] {
  if ('choices' in reading) return reading.choices;
  return 'atMs' in reading ? [choiceOf(reading.atMs, { name: zone ?? 'utc' }, nowMs)] : [];
}

export const distinct = (choices: readonly Choice[]): readonly Choice[] => [
  ...new Map(choices.map((choice) => [toIso(choice.atMs), choice])).values(),
];
