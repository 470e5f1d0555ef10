import type { Button } from '@slack/web-api';
import { words } from './inputs.ts';

/** `action_id` of the button that opens the form of an entry or a note. */
export const EDIT = 'edit-entry';
/** `action_id` of the button that opens the form of a new note. */
export const NOTE_BUTTON = 'write-note';

export const editButton = (incident: string, id: string): Button => ({
  type: 'button',
  action_id: EDIT,
  text: words('Edit'),
  accessibility_label: `Edit ${id} of ${incident}`,
  value: JSON.stringify({ incident, id }),
});

/** How the button of a sentence names it, in place of an entry. */
const SENTENCE = 'sentence:';
export const sentenceIn = (id: string): string | undefined =>
  id.startsWith(SENTENCE) ? id.slice(SENTENCE.length) : undefined;

/** Opens the form of a sentence of the draft. */
export const rewordButton = (incident: string, sentence: string): Button => ({
  type: 'button',
  action_id: EDIT,
  text: words('Reword'),
  accessibility_label: `Put ${sentence} of ${incident} into your words`.slice(0, 75),
  value: JSON.stringify({ incident, id: `${SENTENCE}${sentence}` }),
});

export const noteButton = (incident: string): Button => ({
  type: 'button',
  action_id: NOTE_BUTTON,
  text: words('Note'),
  accessibility_label: `Write a note on ${incident}`,
  value: JSON.stringify({ incident }),
});
