import { RcaError } from '../domain/errors.ts';
import { TimeQuestion } from '../domain/time-words/question.ts';
import type { Moment } from '../domain/time-words/resolve.ts';
import type { Instead } from './instead.ts';
import { nearest } from './nearest.ts';
import { type ArgumentsOf, slackVerbs, type WorkVerb } from './verbs/registry.ts';
import type { SlackVerb } from './verbs/verb.ts';

const workVerbs = Object.keys(slackVerbs) as WorkVerb[];

/** Everything that can be written after `/rca`. */
export const verbs = [...workVerbs, 'help'] as const;
export type Verb = (typeof verbs)[number];

/** A command that asks for work. */
export type WorkCommand = {
  [Each in WorkVerb]: { readonly verb: Each; readonly given: ArgumentsOf<Each> };
}[WorkVerb];

export type Command = WorkCommand | { readonly verb: 'help'; readonly about: Verb | null };

/** A command that was not understood: one line each. */
export interface Unparsed {
  readonly problem: string;
  readonly mend: string;
  /** Commands that may have been meant. */
  readonly instead?: readonly Instead[];
}

/** Words that people use for a verb. */
const SYNONYMS: Readonly<Record<string, WorkVerb>> = {
  resolve: 'resolved',
  solved: 'resolved',
  mitigate: 'mitigated',
  open: 'start',
  begin: 'start',
  declare: 'start',
  retitle: 'rename',
  sev: 'severity',
  tl: 'timeline',
  explain: 'why',
};

/** The words after `/rca`, at the moment when they were sent. */
export function parseCommand(text: string, moment: Moment): Command | Unparsed {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const argument = text.trim().slice(first.length).trim();
  const word = first.toLowerCase();
  if (word === '') return { verb: 'help', about: null };
  if (word === 'help') return parseHelp(rest[0]);
  const verb = workVerbs.find((each) => each === word) ?? synonymOf(word);
  if (verb === undefined) return unknownVerb(first, argument);
  try {
    return { verb, given: slackVerbs[verb].parse(argument, moment) } as WorkCommand;
  } catch (error) {
    if (error instanceof RcaError) return { problem: sentence(error.message), mend: error.mend };
    if (error instanceof TimeQuestion) return questionOf(verb, error);
    throw error;
  }
}

/** The verb of a command with its arguments out of sight: what belongs together was parsed together. */
export const verbOf = ({ verb }: WorkCommand): SlackVerb<unknown> => slackVerbs[verb];

const synonymOf = (word: string): WorkVerb | undefined =>
  Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : undefined;

const questionOf = (verb: WorkVerb, { message, instead }: TimeQuestion): Unparsed => ({
  problem: `${message}.`,
  mend: 'Nothing was done yet: choose what is meant, or send the command again with a time such as 2026-01-27T10:00:00Z.',
  instead: instead.map(({ label, text }) => ({ label, text: `${verb} ${text}` })),
});

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function parseHelp(about: string | undefined): Command | Unparsed {
  if (about === undefined) return { verb: 'help', about: null };
  const verb = verbs.find((each) => each === about.toLowerCase());
  return verb === undefined ? unknownVerb(about, '') : { verb: 'help', about: verb };
}

function unknownVerb(word: string, argument: string): Unparsed {
  const close = nearest(word.toLowerCase(), verbs);
  const problem = `There is no /rca ${word}.`;
  if (close === undefined) return { problem, mend: '/rca help lists what there is' };
  const instead = close === 'help' ? [] : [{ label: `/rca ${close}`, text: `${close} ${argument}`.trim() }];
  return { problem, mend: `Did you mean /rca ${close}?`, instead };
}
