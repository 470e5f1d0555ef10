import { userError } from '../errors.ts';
import { parseDuration, parseInstant, toIso } from '../time.ts';
import { choicesOf, distinct, findTimes, type Mention } from './find.ts';
import { type Choice, FUTURE, type Moment } from './resolve.ts';
import { fold } from './vocabulary.ts';

/** A time that nobody can tell from its words alone. */
export interface Asked {
  /** The words in question. */
  readonly words: string;
  readonly why: string;
  /** May be none: then only the person knows. */
  readonly choices: readonly Choice[];
}

export interface Taken {
  /** The text without its time, where the time stood at an end of it; else all of it. */
  readonly rest: string;
  /** Null when the text names no time, or the one that it names is asked about. */
  readonly atMs: number | null;
  readonly asked: Asked | null;
}

/** Behind `at` at the very end an instant decides alone, whatever else the text mentions. */
const DECIDES = /(?:^|\s)at\s+(now|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*(?:Z|[+-]\d{2}:?\d{2}))$/i;

/** When a text says that it happened. */
export function takeTime(text: string, moment: Moment): Taken {
  const decided = DECIDES.exec(text);
  if (decided) {
    const [, word = ''] = decided;
    const atMs = word.toLowerCase() === 'now' ? moment.nowMs : parseInstant(word.toUpperCase(), 'time');
    return { rest: text.slice(0, decided.index).trim(), atMs, asked: null };
  }
  const mentions = findTimes(text, moment);
  const [first] = mentions;
  if (first === undefined) return { rest: text, atMs: null, asked: null };
  const leading = first.isBracketed && first.start === 0;
  const told = leading ? [first] : mentions;
  for (const each of told) assertPossible(each, text);
  const unsure = told.length > 1 ? severalOf(told, text, moment) : unsureOf(first, text, moment);
  if (unsure !== null) return { rest: text, atMs: null, asked: unsure };
  const { reading } = first;
  if (!('atMs' in reading)) return { rest: text, atMs: null, asked: null };
  return { rest: without(text, told), atMs: reading.atMs, asked: null };
}

function severalOf(mentions: readonly Mention[], text: string, moment: Moment): Asked | null {
  const choices = distinct(mentions.flatMap(({ reading }) => choicesOf(reading, moment)));
  const certain = mentions.every(({ reading, role }) => 'atMs' in reading && role === 'at');
  if (certain && choices.length === 1) return null;
  return {
    words: mentions.map((each) => wordsOf(each, text)).join('” and “'),
    why: 'more than one time is named',
    choices,
  };
}

function unsureOf(mention: Mention, text: string, moment: Moment): Asked | null {
  const { reading, role, isClear } = mention;
  const ask = (why: string): Asked => ({
    words: wordsOf(mention, text),
    why,
    choices: choicesOf(reading, moment),
  });
  if ('choices' in reading) return ask(reading.why);
  if ('impossible' in reading) return ask(reading.impossible);
  if (role !== 'at') return ask('it may be when this began or ended');
  const stands = text.slice(mention.start, mention.end);
  const isFirst = mention.start === 0;
  const isLast = mention.end === text.length && /(?:^|\s)\d{2}:\d{2}/.test(fold(stands));
  const isDot = /^\d{1,2}\.\d{2}$/.test(fold(stands).trim());
  return isClear || ((isFirst || isLast) && !isDot) ? null : ask('it may be no time');
}

const wordsOf = ({ start, end }: Mention, text: string): string => text.slice(start, end).trim();

/** A time that is written as one and does not exist is a mistake; others may be no time at all. */
function assertPossible({ reading, isClear, start, end }: Mention, text: string): void {
  if (isClear && 'impossible' in reading) throw impossible(text.slice(start, end).trim(), reading.impossible);
}

const impossible = (words: string, why: string): Error =>
  userError({
    code: 'TIME_INVALID',
    message: `"${words}" is not a time: ${why.replace(/^.* is not a time: /, '')}`,
    where: 'time',
    mend: 'write it like 14:05, yesterday 22:00, 2h ago or 2026-01-27T10:00:00Z',
  });

/** The text without times that stand at its beginning or its end. */
export function without(text: string, mentions: readonly Mention[]): string {
  let rest = text;
  for (const { start, end, isAbout } of mentions.toReversed()) {
    const isAtEdge = text.slice(0, start).trim() === '' || /^[\s.!。、]*$/.test(text.slice(end));
    if (!isAbout && isAtEdge) rest = `${rest.slice(0, start)}${rest.slice(end)}`;
  }
  return rest.replace(/^[\s,:;、-]+/, '').replace(/[\s,、]+$/, '');
}

const notATime = (text: string): Error =>
  userError({
    code: 'TIME_INVALID',
    message: `"${text}" is not a time`,
    where: 'time',
    mend: 'write it like 14:05, yesterday 22:00, 2h ago or 2026-01-27T10:00:00Z',
  });

/** A text that is a time and nothing else. Throws `TIME_INVALID`; what may mean several is handed back as asked. */
export function readTime(text: string, moment: Moment): { readonly atMs: number } | Asked {
  const word = text.trim();
  if (word.toLowerCase() === 'now') return { atMs: moment.nowMs };
  const mentions = findTimes(`at ${word}`, moment);
  const [only] = mentions;
  const isAll = mentions.length === 1 && only?.start === 0 && only.end === word.length + 3;
  const [mention] = isAll ? mentions : findTimes(word, moment);
  if (!mention || (!isAll && (mention.start !== 0 || mention.end !== word.length))) throw notATime(text);
  const { reading } = mention;
  if ('impossible' in reading) throw impossible(word, reading.impossible);
  return 'atMs' in reading ? reading : { words: word, why: reading.why, choices: reading.choices };
}

/** A time that is asked about before a window moves, with the text that each choice stands for. */
export interface AskedSpan extends Asked {
  readonly rewrite: (choice: Choice) => string;
}

export interface TakenSpan {
  readonly rest: string;
  readonly span: { readonly fromMs: number | null; readonly toMs: number | null } | null;
  readonly asked: AskedSpan | null;
}

const ODD_DURATION = /(?:^|\s)(?:since|seit)\s+(\d+[a-z])(?=\s|$)/i;
const SINCE_DECIDES = /(?:^|\s)since\s+(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*(?:Z|[+-]\d{2}:?\d{2}))$/i;

/** The span of time that a text names: `since 2h`, `from 9:00 to 10:30`, `seit 14:05`, `20 min ago`. */
export function takeSpan(text: string, moment: Moment): TakenSpan {
  const decided = SINCE_DECIDES.exec(text);
  if (decided) {
    const fromMs = parseInstant((decided[1] ?? '').toUpperCase(), 'since');
    return { rest: text.slice(0, decided.index).trim(), span: { fromMs, toMs: null }, asked: null };
  }
  const mentions = findTimes(text, moment);
  if (mentions.length === 0) {
    const odd = ODD_DURATION.exec(text)?.[1];
    if (odd !== undefined) parseDuration(odd.toLowerCase(), 'since');
    return { rest: text, span: null, asked: null };
  }
  for (const each of mentions) assertPossible(each, text);
  const bounds = mentions.filter(({ role, isSpan }) => role === 'since' || role === 'until' || isSpan);
  const since = bounds.filter(({ role }) => role !== 'until');
  const until = bounds.filter(({ role }) => role === 'until');
  if (bounds.length === 0) return askSpan(mentions, 'it may be when this began', text, moment);
  if (since.length > 1 || until.length > 1)
    return askSpan(bounds, 'more than one time is named', text, moment);
  const doubtful = bounds.find((each) => isDoubtful(each, until.length > 0));
  if (doubtful && 'choices' in doubtful.reading) {
    const { start, end, role, reading } = doubtful;
    const keyword = role === 'until' ? 'to' : since.length + until.length === 2 ? 'from' : 'since';
    const rewrite = (choice: Choice): string =>
      `${text.slice(0, start)} ${keyword} ${exactly(choice)} ${text.slice(end)}`.replace(/\s+/g, ' ').trim();
    const asked = { words: wordsOf(doubtful, text), why: reading.why, choices: reading.choices, rewrite };
    return { rest: text, span: null, asked };
  }
  return {
    rest: withoutSpans(text, bounds),
    span: { fromMs: msOf(since[0]), toMs: msOf(until[0]) },
    asked: null,
  };
}

function askSpan(mentions: readonly Mention[], why: string, text: string, moment: Moment): TakenSpan {
  const asked = {
    words: mentions.map((each) => wordsOf(each, text)).join('” and “'),
    why,
    choices: distinct(mentions.flatMap(({ reading }) => choicesOf(reading, moment))),
    rewrite: (choice: Choice): string => `${text} since ${exactly(choice)}`,
  };
  return { rest: text, span: null, asked };
}

/** An end may be yet to come, and so may all of a span that has one. */
const isDoubtful = ({ reading }: Mention, hasEnd: boolean): boolean =>
  'choices' in reading && !(hasEnd && reading.why === FUTURE && reading.choices.length === 1);

const msOf = (mention: Mention | undefined): number | null => {
  if (mention === undefined) return null;
  const { reading } = mention;
  if ('atMs' in reading) return reading.atMs;
  return 'choices' in reading ? (reading.choices[0]?.atMs ?? null) : null;
};

function withoutSpans(text: string, mentions: readonly Mention[]): string {
  let rest = text;
  for (const { start, end } of mentions.toReversed()) rest = `${rest.slice(0, start)} ${rest.slice(end)}`;
  return rest.replace(/\s+/g, ' ').trim();
}

/** Where a choice stands in a command: an instant that can only be read one way. */
export const exactly = ({ atMs }: Choice): string => toIso(atMs);
