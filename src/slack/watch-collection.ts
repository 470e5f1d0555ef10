import { setTimeout as wait } from 'node:timers/promises';
import { RcaError } from '../domain/errors.ts';
import type { PostedMessage } from '../incident/slack-links.ts';
import type { JobData } from '../jobs/jobs.ts';
import type { Work } from './handlers.ts';
import { touchCard } from './live-card.ts';
import { probeMessage } from './probe-message.ts';
import { isFinished, progressMessage } from './progress.ts';

/** Slack allows about one edit a second and channel; people need fewer. */
const POLL_MS = 2_000;
/** Short, so that a worker is soon free and a stop need not wait. */
const POLLS_PER_LEG = 5;

/** Key of a collection's one progress message. */
export const progressKey = (collection: string): string => `progress:${collection}`;

/** Posts the progress of a collection and has it edited until the collection ends. */
export async function postProgress(
  incident: string,
  collection: string,
  channelId: string,
  { messenger, useCases, jobs }: Work,
): Promise<void> {
  await messenger.postOnce(
    progressKey(collection),
    channelId,
    progressMessage(incident, await useCases.sourceRuns(collection), Date.now()),
  );
  await jobs.enqueue('slack.progress', { incident, collection, leg: 0 }, `${progressKey(collection)}:0`);
}

/** Edits the progress message while the collection runs; hands on to the next leg when it takes longer. */
export async function watchCollection(job: JobData['slack.progress'], work: Work): Promise<void> {
  const posted = await work.links.messageOf(progressKey(job.collection));
  if (!posted) throw new Error(`the progress of ${job.collection} was never posted`);
  try {
    if (await watchLeg(job, posted, work)) {
      await touchCard(job.incident, work, { judge: true });
      return work.metrics.jobEnded('progress', 'done');
    }
  } catch (error) {
    if (!(error instanceof RcaError)) throw error;
    work.log.warn({ err: error, collection: job.collection }, 'the progress message cannot be edited');
    return work.metrics.jobEnded('progress', 'failed');
  }
  const leg = job.leg + 1;
  await work.jobs.enqueue('slack.progress', { ...job, leg }, `${progressKey(job.collection)}:${leg}`);
}

/** True when the collection has ended and the message says so. */
async function watchLeg(job: JobData['slack.progress'], posted: PostedMessage, work: Work): Promise<boolean> {
  let shown = '';
  for (let poll = 0; poll < POLLS_PER_LEG; poll++) {
    if (poll > 0) await wait(POLL_MS);
    const runs = await work.useCases.sourceRuns(job.collection);
    const message = progressMessage(job.incident, runs, Date.now());
    const content = JSON.stringify(message);
    if (content !== shown) await work.messenger.update(posted, message);
    shown = content;
    if (isFinished(runs)) {
      await postAnswers(job, posted.channelId, work);
      return true;
    }
  }
  return false;
}

/** What probes were answered with, once they have ended; nothing for collections of anything else. */
async function postAnswers(
  { incident, collection }: JobData['slack.progress'],
  channelId: string,
  { messenger, useCases }: Work,
): Promise<void> {
  const results = await useCases.probeResults(collection);
  if (results.length === 0) return;
  await messenger.postOnce(`probes:${collection}`, channelId, probeMessage(incident, results));
}
