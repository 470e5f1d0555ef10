import type { InputBlock } from '@slack/web-api';
import { type Note, phaseNames } from '../../domain/incident.ts';
import type { NoteInput } from '../../incident/use-cases.ts';
import { choiceInput, momentInput, textInput } from './inputs.ts';
import type { FieldErrors } from './section-form.ts';

const NO_PHASE = 'none';

/** Fields of a note: what, when, and the phase that it places. */
export const noteInputs = (note: Note | null, nowMs: number): readonly InputBlock[] => [
  textInput({ field: 'text', label: 'What happened', required: true, multiline: true }, note?.text ?? null),
  momentInput({ field: 'at', label: 'When', required: true }, note === null ? nowMs : Date.parse(note.at)),
  choiceInput(
    { field: 'phase', label: 'Marks the phase', required: true },
    [[NO_PHASE, 'No phase'], ...phaseNames.map((name) => [name, name] as const)],
    note?.phase ?? NO_PHASE,
  ),
];

type Values = Readonly<Record<string, string>>;

export const noteErrors = (values: Values, isNew: boolean): FieldErrors => ({
  ...(isNew && (values['text'] ?? '') === '' ? { text: 'Say in a sentence what happened.' } : {}),
  ...(/^\d{1,11}$/.test(values['at'] ?? '') ? {} : { at: 'Choose a day and a time.' }),
});

const MINUTE_MS = 60_000;

/** What the form asks to be written; a time that was not touched keeps its seconds. */
export function noteInput(values: Values, before: Note | null): NoteInput {
  const pickedMs = Number(values['at']) * 1_000;
  const beforeMs = before === null ? pickedMs : Date.parse(before.at);
  const untouched = Math.floor(pickedMs / MINUTE_MS) === Math.floor(beforeMs / MINUTE_MS);
  return {
    text: values['text'] || (before?.text ?? ''),
    atMs: untouched ? beforeMs : pickedMs,
    phase: phaseNames.find((name) => name === values['phase']) ?? null,
  };
}
