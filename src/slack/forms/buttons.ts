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

export const noteButton = (incident: string): Button => ({
  type: 'button',
  action_id: NOTE_BUTTON,
  text: words('Note'),
  accessibility_label: `Write a note on ${incident}`,
  value: JSON.stringify({ incident }),
});
