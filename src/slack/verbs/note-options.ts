import { userError } from '../../domain/errors.ts';
import { phaseNames } from '../../domain/incident.ts';
import { parseInstant } from '../../domain/time.ts';
import type { NoteArguments } from './note.ts';

const AT = /(?:^|\s)at\s+(\d+[:-]\S+)$/i;
const PHASE = new RegExp(`(?:^|\\s)phase\\s+(${phaseNames.join('|')})$`, 'i');

/** `TEXT [at T] [phase NAME]`, the options at the end in either order. */
export function parseNote(argument: string): NoteArguments {
  let text = argument;
  const take = (option: RegExp): string | null => {
    const match = option.exec(text);
    if (match) text = text.slice(0, match.index).trim();
    return match?.[1] ?? null;
  };
  const early = take(AT);
  const phase = take(PHASE)?.toLowerCase();
  const at = early ?? take(AT);
  if (text === '') {
    throw userError({
      code: 'NOTE_EMPTY',
      message: 'a note needs a text',
      mend: 'write /rca note WAF switched to block mode at 2026-01-27T10:00:00Z',
    });
  }
  return {
    text,
    atMs: at === null ? null : parseInstant(at.toUpperCase(), 'at'),
    phase: phaseNames.find((name) => name === phase) ?? null,
  };
}
