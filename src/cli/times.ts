import { type RcaError, userError } from '../domain/errors.ts';
import { tellAsked } from '../domain/time-words/question.ts';
import { FUTURE, type Moment } from '../domain/time-words/resolve.ts';
import { type Asked, exactly, readTime, takeSpan, takeTime } from '../domain/time-words/take.ts';
import type { Invocation } from './command.ts';

/** Where and when a command line is read. */
export const momentOf = ({ nowMs, terminal }: Pick<Invocation, 'nowMs' | 'terminal'>): Moment => ({
  nowMs: nowMs(),
  zone: terminal.zone,
});

/** The value of a flag as a time. What may mean several is refused with its readings. */
export function timeOption(text: string, flag: string, moment: Moment): number {
  const read = readTime(text, moment);
  if ('atMs' in read) return read.atMs;
  const [only] = read.choices;
  if (flag !== '--at' && only && read.choices.length === 1 && read.why === FUTURE) return only.atMs;
  throw unclear(read, flag);
}

/** `2h`, `20 min`, or when it began. */
export function sinceOption(text: string, flag: string, moment: Moment): number {
  const { rest, span, asked } = takeSpan(`since ${text}`, moment);
  if (asked !== null) throw unclear(asked, flag);
  if (rest === '' && span !== null && span.fromMs !== null && span.toMs === null) return span.fromMs;
  throw userError({
    code: 'DURATION_INVALID',
    message: `"${text}" is not a duration and not a time`,
    where: flag,
    mend: 'write a whole number and a unit: 30m, 2h or 1d; or when it began: 14:05',
  });
}

/** A text with the time that it names, unless a flag names it. */
export function timedText(
  text: string,
  at: string | undefined,
  moment: Moment,
): { readonly text: string; readonly atMs: number | null } {
  if (at !== undefined) return { text, atMs: timeOption(at, '--at', moment) };
  const { rest, atMs, asked } = takeTime(text, moment);
  if (asked !== null) throw unclear(asked, '--at');
  return { text: rest, atMs };
}

function unclear(asked: Asked, flag: string): RcaError {
  const readings = asked.choices.map((choice) => `${flag} ${exactly(choice)} (${choice.label})`);
  return userError({
    code: 'TIME_UNCLEAR',
    message: tellAsked(asked),
    where: flag,
    mend: `say which is meant: ${[...readings, ...(flag === '--at' ? ['--at now (it is no time)'] : [])].join(', ') || 'write it like 2026-01-27T10:00:00Z'}`,
  });
}
