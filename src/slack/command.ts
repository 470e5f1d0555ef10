import { RcaError } from '../domain/errors.ts';
import type { Severity } from '../domain/incident.ts';
import { parseInstant, type Window } from '../domain/time.ts';
import { nearest } from './nearest.ts';
import { parseStart } from './start-options.ts';

export const verbs = ['start', 'status', 'note', 'pack', 'help'] as const;
export type Verb = (typeof verbs)[number];

export interface StartArguments {
  /** Null when only options were given. */
  readonly title: string | null;
  /** Null when neither `since` nor `from … to …` was given. */
  readonly window: Window | null;
  readonly severity: Severity | null;
  readonly services: readonly string[];
}

export type Command =
  | ({ readonly verb: 'start' } & StartArguments)
  | { readonly verb: 'status' }
  | { readonly verb: 'note'; readonly text: string; readonly atMs: number | null }
  | { readonly verb: 'pack' }
  | { readonly verb: 'help'; readonly about: Verb | null };

/** A command that was not understood: one line each. */
export interface Unparsed {
  readonly problem: string;
  readonly mend: string;
}

/** The words after `/rca`, at the time they were sent. */
export function parseCommand(text: string, nowMs: number): Command | Unparsed {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const argument = text.trim().slice(first.length).trim();
  const word = first.toLowerCase();
  try {
    switch (word) {
      case '':
        return { verb: 'help', about: null };
      case 'start':
        return { verb: 'start', ...parseStart(argument, nowMs) };
      case 'note':
        return parseNote(argument);
      case 'help':
        return parseHelp(rest[0]);
      case 'status':
      case 'pack':
        return argument === ''
          ? { verb: word }
          : { problem: `/rca ${word} takes nothing after it.`, mend: `/rca ${word}` };
      default:
        return unknownVerb(first);
    }
  } catch (error) {
    if (error instanceof RcaError) return { problem: sentence(error.message), mend: error.mend };
    throw error;
  }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function parseHelp(about: string | undefined): Command | Unparsed {
  if (about === undefined) return { verb: 'help', about: null };
  const verb = verbs.find((each) => each === about.toLowerCase());
  return verb === undefined ? unknownVerb(about) : { verb: 'help', about: verb };
}

function unknownVerb(word: string): Unparsed {
  const close = nearest(word.toLowerCase(), verbs);
  return {
    problem: `There is no /rca ${word}.`,
    mend: close === undefined ? '/rca help lists what there is' : `Did you mean /rca ${close}?`,
  };
}

/** `at T` at the end says when it happened. */
function parseNote(argument: string): Command | Unparsed {
  const at = /(?:^|\s)at\s+(\d\S*)$/i.exec(argument);
  const text = (at ? argument.slice(0, at.index) : argument).trim();
  if (text === '') {
    return {
      problem: 'A note needs a text.',
      mend: '/rca note WAF switched to block mode at 2026-01-27T10:00:00Z',
    };
  }
  if (!at?.[1] || !/[:-]/.test(at[1])) return { verb: 'note', text: argument, atMs: null };
  return { verb: 'note', text, atMs: parseInstant(at[1], 'at') };
}
