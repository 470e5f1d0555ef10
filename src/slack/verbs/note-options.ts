import { userError } from '../../domain/errors.ts';
import { phaseNames } from '../../domain/incident.ts';
import { type Moment, takeTime } from '../when.ts';
import type { NoteArguments } from './note.ts';

const PHASE = new RegExp(`(?:^|\\s)phase\\s+(${phaseNames.join('|')})$`, 'i');

/** `TEXT [at T] [phase NAME]`, the options at the end in either order. */
export function parseNote(argument: string, moment: Moment): NoteArguments {
  const early = takeTime(argument, 'at', moment);
  const afterTime = early?.rest ?? argument;
  const phase = PHASE.exec(afterTime);
  const afterPhase = phase === null ? afterTime : afterTime.slice(0, phase.index).trim();
  const at = early ?? takeTime(afterPhase, 'at', moment);
  const text = early === undefined && at !== undefined ? at.rest : afterPhase;
  if (text === '') {
    throw userError({
      code: 'NOTE_EMPTY',
      message: 'a note needs a text',
      mend: 'write /rca note WAF switched to block mode at 14:05',
    });
  }
  const name = phase?.[1]?.toLowerCase();
  return { text, atMs: at?.atMs ?? null, phase: phaseNames.find((each) => each === name) ?? null };
}
