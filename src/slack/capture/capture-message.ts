import { slackRefusal } from '../../deliver/slack-errors.ts';
import { RcaError, tell } from '../../domain/errors.ts';
import { tellOutside } from '../../domain/outside.ts';
import { messageWords } from '../../formats/slack-words.ts';
import type { AttachedEvidence } from '../../incident/capture/files.ts';
import { after, type JobData } from '../../jobs/jobs.ts';
import { paragraph } from '../blocks.ts';
import { slackText } from '../escape.ts';
import type { Work } from '../handlers.ts';
import { touchCard } from '../live-card.ts';
import { retryAfterMs } from '../rate-limit.ts';
import { PUSHPIN } from '../take-events.ts';
import { fileSchema, readMessage, type SlackFile, type SlackMessage } from './slack-message.ts';

type Job = JobData['slack.capture'];

/** `slack:T1/C1/1769508000.000100`: names a message in all workspaces. */
export const messageKey = (job: Pick<Job, 'teamId' | 'channelId' | 'messageTs'>): string =>
  `slack:${job.teamId}/${job.channelId}/${job.messageTs}`;

/** Slack writes seconds with six digits behind the point. */
export const msOfTs = (ts: string): number => Math.floor(Number(ts) * 1_000);

/**
 * Brings a message onto the timeline or takes it off. Reactions are judged by how the message is now, so that
 * deliveries in any order, and pins of several people, end where the channel shows it.
 */
export async function captureMessage(job: Job, work: Work): Promise<void> {
  try {
    await attempt(job, work);
    work.metrics.jobEnded('capture', 'done');
  } catch (error) {
    const delayMs = retryAfterMs(error);
    if (delayMs !== undefined) {
      const next = { ...job, attempt: job.attempt + 1 };
      return work.jobs.enqueue('slack.capture', next, `${job.key}:${next.attempt}`, after(delayMs));
    }
    const told = error instanceof RcaError ? error : slackRefusal(error);
    if (told === undefined) throw error;
    work.log.info({ key: job.key, code: told.code }, told.message);
    work.metrics.jobEnded('capture', 'told');
    if (job.action === 'unpin') return;
    await work.messenger.tellOnce(`${job.key}:told`, job.channelId, job.userId, {
      text: slackText(tell(told), 3_000),
      blocks: [paragraph(tell(told))],
    });
  }
}

async function attempt(job: Job, work: Work): Promise<void> {
  const link = await work.links.incidentOf(job.teamId, job.channelId);
  if (link === undefined) {
    if (job.action === 'add')
      await say(job, work, 'There is no incident in this channel: open one with /rca start.');
    return;
  }
  const { incident } = link;
  await work.access.check(job.userId, 'respond');
  const actor = `slack:${job.teamId}/${job.userId}`;
  const message = await readMessage(work.reader, job.channelId, job.messageTs);
  const isPinned = message?.reactions?.some(({ name, count }) => name === PUSHPIN && count > 0) ?? false;
  if (job.action === 'unpin') {
    if (isPinned) return;
    await work.capture.withdraw(incident, messageKey(job), 'the pushpin was taken away', actor);
    return touchCard(incident, work);
  }
  if (message === undefined) {
    if (job.action === 'add')
      await say(job, work, 'The message is gone: there is nothing to add to the timeline.');
    return;
  }
  if (job.action === 'pin' && !isPinned) return;
  const note = await capture(message, incident, actor, job, work);
  await touchCard(incident, work);
  if (job.action === 'add') {
    await say(job, work, `Added to the timeline of ${incident} as ${note.id}: ${slackText(note.text, 300)}`);
  }
}

const say = (job: Job, work: Work, text: string): Promise<void> =>
  work.messenger.tellOnce(`${job.key}:said`, job.channelId, job.userId, { text });

async function capture(message: SlackMessage, incident: string, actor: string, job: Job, work: Work) {
  const files = message.files ?? [];
  const kept: AttachedEvidence[] = [];
  for (const file of files)
    kept.push(...(await keepFile(await wholeFile(file, work), message, incident, actor, work)));
  const { permalink } = await work.reader.chat.getPermalink({
    channel: job.channelId,
    message_ts: message.ts,
  });
  const note = await work.capture.message(
    incident,
    {
      key: messageKey(job),
      atMs: msOfTs(message.ts),
      text: textOf(message, files),
      author: `slack:${job.teamId}/${message.user ?? message.bot_id ?? 'unknown'}`,
      permalink: permalink ?? null,
      editedAtMs: message.edited === undefined ? null : msOfTs(message.edited.ts),
      evidence: kept.map(({ evidence }) => evidence),
    },
    actor,
  );
  await tellOutsideWindow(kept, incident, job, work);
  return note;
}

/** What an attached file says of other times is told at once: nobody looks for it on the timeline. */
async function tellOutsideWindow(
  kept: readonly AttachedEvidence[],
  incident: string,
  job: Job,
  work: Work,
): Promise<void> {
  const lines = kept.flatMap(({ evidence, outside: { records, of } }) =>
    records === 0 ? [] : [`${evidence}: ${tellOutside(records, of)} of ${incident}`],
  );
  if (lines.length === 0) return;
  await work.messenger.tellOnce(`${job.key}:outside`, job.channelId, job.userId, {
    text: `${lines.join('. ')}. They place no phase, and no gate judges them; /rca window from T to T widens the window.`,
  });
}

const nameOf = ({ name, title, id }: SlackFile): string => name || title || id;

/** A message may be nothing but files. */
function textOf(message: SlackMessage, files: readonly SlackFile[]): string {
  const text = messageWords(message);
  return text === '' && files.length > 0 ? `Shared ${files.map(nameOf).join(', ')}` : text;
}

/** Of a file of another organisation a message says no more than its id: https://docs.slack.dev/apis/slack-connect */
async function wholeFile(file: SlackFile, { reader }: Work): Promise<SlackFile> {
  if (file.file_access !== 'check_file_info') return file;
  try {
    const { file: told } = await reader.files.info({ file: file.id });
    return fileSchema.safeParse(told).data ?? file;
  } catch (error) {
    if (slackRefusal(error) === undefined) throw error;
    return file;
  }
}

/** The evidence item of a file; none, and a gap, when it cannot be had or read. */
async function keepFile(
  file: SlackFile,
  message: SlackMessage,
  incident: string,
  actor: string,
  work: Work,
): Promise<readonly AttachedEvidence[]> {
  const name = nameOf(file);
  const downloaded = await work.download(file);
  if ('why' in downloaded) {
    await work.capture.fileMissing(incident, { name, ...downloaded }, actor);
    return [];
  }
  try {
    const atMs = msOfTs(message.ts);
    return [await work.capture.file(incident, { name, bytes: downloaded.bytes, atMs }, actor)];
  } catch (error) {
    if (!(error instanceof RcaError) || !error.code.startsWith('FILE_')) throw error;
    await work.capture.fileMissing(incident, { name, why: error.message, mend: error.mend }, actor);
    return [];
  }
}
