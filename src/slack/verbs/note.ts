import type { Note, PhaseName } from '../../domain/incident.ts';
import type { Asked } from '../../domain/time-words/take.ts';
import { markup, paragraph } from '../blocks.ts';
import { slackDate } from '../dates.ts';
import { slackText } from '../escape.ts';
import { editButton } from '../forms/buttons.ts';
import { askWhen } from '../forms/time-buttons.ts';
import type { Work } from '../handlers.ts';
import { incidentHere } from './incident-here.ts';
import { parseNote } from './note-options.ts';
import { actorOf, type CommandJob, type SlackVerb } from './verb.ts';

export interface NoteArguments {
  readonly text: string;
  /** When it happened; null when it is about now. */
  readonly atMs: number | null;
  /** Set when the note places a phase. */
  readonly phase: PhaseName | null;
  /** A time in the text that is not clear: the note stands at now until somebody says which it is. */
  readonly asked: Asked | null;
}

export const note: SlackVerb<NoteArguments> = {
  usage: {
    line: 'note TEXT [at T] [phase NAME]',
    does: 'puts a human entry on the timeline and echoes it here. T is a time as people write it, in any place; without it the note is about now. A phase (started, detected, acknowledged, mitigated, resolved) is placed there.',
    example: '/rca note WAF switched from count to block at 2026-01-27T10:00:00Z',
  },
  parse: parseNote,
  ack: ({ atMs, asked }) =>
    atMs === null
      ? asked === null
        ? 'Writing the note down. It is echoed here.'
        : 'Writing the note down as of now. Its echo asks which time is meant.'
      : `Writing the note down for ${slackDate(atMs)}. It is echoed here.`,
  async carryOut({ text, atMs, phase, asked }, job, work) {
    const incident = await incidentHere(job, work);
    const written = await work.useCases.note(
      incident,
      { text, atMs: atMs ?? Date.parse(job.triggeredAt), phase },
      actorOf(job),
      job.key,
    );
    await echoNote(written, incident, job, work, asked);
  },
};

/** In the channel what was noted, with a button that opens its form. */
export async function echoNote(
  note: Note,
  incident: string,
  job: Pick<CommandJob, 'key' | 'channelId'>,
  { messenger }: Pick<Work, 'messenger'>,
  asked: Asked | null = null,
): Promise<void> {
  const marks = note.phase === null ? '' : `, marks ${note.phase}`;
  const version = note.version === 1 ? '' : `, version ${note.version}`;
  const head = `Note ${note.id} in ${incident}${version}, ${slackDate(Date.parse(note.at))}${asked === null ? '' : ' (now, unconfirmed)'}${marks}`;
  await messenger.postOnce(`${job.key}:echo`, job.channelId, {
    text: `${head}: ${slackText(note.text, 1_000)}`,
    blocks: [
      markup(head, editButton(incident, note.id)),
      paragraph(note.text),
      ...(asked === null ? [] : askWhen(asked, incident, note)),
    ],
  });
}
