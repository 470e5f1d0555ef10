import { userError } from '../../domain/errors.ts';
import { phaseNames } from '../../domain/incident.ts';
import { toIso } from '../../domain/time.ts';
import { TimeQuestion } from '../../domain/time-words/question.ts';
import type { Moment } from '../../domain/time-words/resolve.ts';
import { exactly, takeTime } from '../../domain/time-words/take.ts';
import type { NoteArguments } from './note.ts';

const PHASE = new RegExp(`(?:^|\\s)phase\\s+(${phaseNames.join('|')})(?=$|\\s+(?:at|@)\\s)`, 'i');

/** `TEXT [at T] [phase NAME]`, the time in any place. One that is not clear is asked about, before a phase moves. */
export function parseNote(argument: string, moment: Moment): NoteArguments {
  const found = PHASE.exec(argument);
  const name = found?.[1]?.toLowerCase();
  const phase = phaseNames.find((each) => each === name) ?? null;
  const words =
    found === null
      ? argument
      : `${argument.slice(0, found.index)} ${argument.slice(found.index + found[0].length).trim()}`.trim();
  const { rest, atMs, asked } = takeTime(words, moment);
  if (rest === '') {
    throw userError({
      code: 'NOTE_EMPTY',
      message: 'a note needs a text',
      mend: 'write /rca note WAF switched to block mode at 14:05',
    });
  }
  if (asked !== null && phase !== null) {
    const marks = `phase ${phase} at`;
    throw new TimeQuestion(asked, [
      ...asked.choices.map((choice) => ({
        label: choice.label,
        text: `${words} ${marks} ${exactly(choice)}`,
      })),
      { label: 'It is no time: now', text: `${words} ${marks} ${toIso(moment.nowMs)}` },
    ]);
  }
  return { text: rest, atMs, phase, asked };
}
