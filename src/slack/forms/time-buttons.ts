import type { Button, KnownBlock } from '@slack/web-api';
import type { Note } from '../../domain/incident.ts';
import { toIso } from '../../domain/time.ts';
import { tellAsked } from '../../domain/time-words/question.ts';
import type { Choice } from '../../domain/time-words/resolve.ts';
import type { Asked } from '../../domain/time-words/take.ts';
import { paragraph } from '../blocks.ts';
import { words } from './inputs.ts';

/** Beginning of the `action_id` of the buttons that say which time a note means. */
export const NOTE_TIME = 'note-time-';

const CHOICES_MAX = 4;

/** What a text may mean as a time, as buttons under the echo of its note; the form of the note takes any other. */
export const askWhen = (asked: Asked, incident: string, note: Note): readonly KnownBlock[] => [
  paragraph(`${tellAsked(asked)}. Which time is meant? Edit takes any other.`),
  {
    type: 'actions',
    elements: [
      ...asked.choices.slice(0, CHOICES_MAX).map((choice, at) => timeButton(choice, at, incident, note)),
      timeButton(
        { label: 'It is no time: keep now', atMs: Date.parse(note.at) },
        CHOICES_MAX,
        incident,
        note,
      ),
    ],
  },
];

const timeButton = ({ label, atMs }: Choice, at: number, incident: string, note: Note): Button => ({
  type: 'button',
  action_id: `${NOTE_TIME}${at}`,
  text: words(label),
  accessibility_label: `${label}, ${note.id} of ${incident}`.slice(0, 75),
  value: JSON.stringify({ incident, id: note.id, version: note.version, at: toIso(atMs), phase: note.phase }),
});
