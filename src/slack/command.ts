import { RcaError } from '../domain/errors.ts';
import type { PhaseName, Severity } from '../domain/incident.ts';
import type { Window } from '../domain/time.ts';
import { nearest } from './nearest.ts';
import { parseNote } from './note-options.ts';
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

export interface NoteArguments {
  readonly text: string;
  /** When it happened; null when it is about now. */
  readonly atMs: number | null;
  /** Set when the note places a phase. */
  readonly phase: PhaseName | null;
}

export type Command =
  | ({ readonly verb: 'start' } & StartArguments)
  | { readonly verb: 'status' }
  | ({ readonly verb: 'note' } & NoteArguments)
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
        return { verb: 'note', ...parseNote(argument) };
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
