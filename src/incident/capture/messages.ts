import { userError } from '../../domain/errors.ts';
import type { CapturedMessage, Note } from '../../domain/incident.ts';
import { toIso } from '../../domain/time.ts';
import type { MessageNote } from '../../evidence/store.ts';
import type { Context } from '../context.ts';
import type { WriteMessage } from './write-messages.ts';

/** What capturing works with. */
export interface Capturing extends Pick<Context, 'redactor'> {
  readonly writeMessage: WriteMessage;
}

/** A message as it stands where it was written. */
export interface MessageInput {
  /** Names the message: `slack:T1/C1/1769508000.000100`. */
  readonly key: string;
  /** When it was written. */
  readonly atMs: number;
  /** Plain text, not redacted yet. */
  readonly text: string;
  /** Account that wrote it. */
  readonly author: string;
  readonly permalink: string | null;
  readonly editedAtMs: number | null;
  /** Evidence items of its files. */
  readonly evidence: readonly string[];
}

export const MESSAGE_CHARACTERS_MAX = 4_000;

/**
 * Puts a message on the timeline as a note at its own time. A message that was captured before gets a new version
 * when it was withdrawn or reads otherwise now; else nothing changes.
 */
export async function captureMessage(
  context: Capturing,
  incident: string,
  input: MessageInput,
  actor: string,
): Promise<Note> {
  const message: CapturedMessage = {
    key: input.key,
    permalink: input.permalink,
    author: input.author,
    editedAt: input.editedAtMs === null ? null : toIso(input.editedAtMs),
    deletedAt: null,
    evidence: [...input.evidence],
  };
  const text = redacted(context, incident, input.text);
  const note = await context.writeMessage(
    incident,
    input.key,
    (before) => {
      if (before === null) return { text, at: toIso(input.atMs), phase: null, message, withdrawn: null };
      if (before.withdrawn === undefined && saysTheSame(before, text, message)) return null;
      return { text, at: before.at, phase: before.phase, message, withdrawn: null };
    },
    actor,
  );
  if (note === null) throw new Error(`the message ${input.key} was not captured`);
  return note;
}

const saysTheSame = (before: Note, text: string, { evidence }: CapturedMessage): boolean =>
  before.text === text && evidence.every((item) => before.message?.evidence.includes(item));

export interface MessageEdit {
  readonly key: string;
  readonly text: string;
  readonly atMs: number;
}

/**
 * A message was edited where it was written: a new version of its note, when it was captured and this edit is
 * later than what is known. Null when it was not captured.
 */
export function editMessage(
  context: Capturing,
  incident: string,
  { key, text: raw, atMs }: MessageEdit,
  actor: string,
): Promise<Note | null> {
  const text = redacted(context, incident, raw);
  const editedAt = toIso(atMs);
  return nextVersion(context, incident, key, actor, (before, message) => {
    const isLate = message.editedAt !== null && message.editedAt >= editedAt;
    if (isLate || message.deletedAt !== null || before.text === text) return null;
    return { ...standing(context, incident, before), text, message: { ...message, editedAt } };
  });
}

/** A message was deleted where it was written: its note says so in a new version, and keeps its text. */
export const deleteMessage = (
  context: Capturing,
  incident: string,
  key: string,
  atMs: number,
  actor: string,
): Promise<Note | null> =>
  nextVersion(context, incident, key, actor, (before, message) =>
    message.deletedAt === null
      ? {
          ...standing(context, incident, before),
          message: { ...message, deletedAt: toIso(atMs) },
        }
      : null,
  );

/** Takes a captured message off the timeline by a new version. Null when it was never captured. */
export const withdrawMessage = (
  context: Capturing,
  incident: string,
  key: string,
  why: string,
  actor: string,
): Promise<Note | null> =>
  nextVersion(context, incident, key, actor, (before, message) =>
    before.withdrawn === undefined
      ? { ...standing(context, incident, before), message, withdrawn: redacted(context, incident, why) }
      : null,
  );

function nextVersion(
  context: Capturing,
  incident: string,
  key: string,
  actor: string,
  change: (before: Note, message: CapturedMessage) => MessageNote | null,
): Promise<Note | null> {
  return context.writeMessage(
    incident,
    key,
    (before) => (before?.message === undefined ? null : change(before, before.message)),
    actor,
  );
}

/** The version before, without its message: redacting a redacted text changes nothing. */
const standing = (context: Capturing, incident: string, { text, at, phase, withdrawn }: Note) => ({
  text: context.redactor(incident).redactText(text),
  at,
  phase,
  withdrawn: withdrawn === undefined ? null : context.redactor(incident).redactText(withdrawn),
});

function redacted(context: Capturing, incident: string, text: string) {
  const trimmed = text.trim();
  if (trimmed === '') {
    throw userError({
      code: 'MESSAGE_EMPTY',
      message: 'the message has no text and no file',
      mend: 'write what it shows with /rca note TEXT at T',
    });
  }
  const cut =
    trimmed.length > MESSAGE_CHARACTERS_MAX ? `${trimmed.slice(0, MESSAGE_CHARACTERS_MAX)}…` : trimmed;
  return context.redactor(incident).redactText(cut);
}
