import { slackRefusal } from '../../deliver/slack-errors.ts';
import { tell } from '../../domain/errors.ts';
import type { Collection } from '../../domain/incident.ts';
import { type Window, windowOf } from '../../domain/time.ts';
import type { HistoryEnd } from '../../incident/capture/history.ts';
import { after, type JobData } from '../../jobs/jobs.ts';
import { isThreadNotFound } from '../capture/slack-message.ts';
import type { Work } from '../handlers.ts';
import { touchCard } from '../live-card.ts';
import { retryAfterMs } from '../rate-limit.ts';
import { actorOf, type CommandJob } from '../verbs/verb.ts';
import { type HistoryPage, historyPage } from './page.ts';
import { type HistoryRequest, nextRequest, paceAfter } from './plan.ts';

type Job = JobData['slack.history'];

/** What Slack recommends to ask for at once. */
const PAGE_MESSAGES = 200;
const PAGES_MAX = 2_000;
/** Over some two hours of waiting, a minute each in the end. */
const UNREACHABLE_ATTEMPTS_MAX = 120;
const UNREACHABLE_WAIT_MAX_MS = 60_000;

const COMPLETE: HistoryEnd = { coverage: { state: 'complete' }, failure: null };

/** Has the channel's history read for the incident's window, or another; page after page, each in a job. */
export async function requestHistory(
  incident: string,
  window: Window | null,
  key: string,
  command: CommandJob,
  { capture, jobs }: Pick<Work, 'capture' | 'jobs'>,
): Promise<void> {
  await requestHistoryAs(actorOf(command), incident, window, key, command, { capture, jobs });
}

/** The same for one who is no person of the workspace. */
export async function requestHistoryAs(
  actor: string,
  incident: string,
  window: Window | null,
  key: string,
  { teamId, channelId }: Pick<CommandJob, 'teamId' | 'channelId'>,
  { capture, jobs }: Pick<Work, 'capture' | 'jobs'>,
): Promise<void> {
  const { id } = await capture.openHistory(incident, window, actor, key);
  await jobs.enqueue(
    'slack.history',
    { collection: id, teamId, channelId, attempt: 0, paceMs: 0 },
    `${id}:0:0`,
  );
}

/** Reads and keeps the next page, and queues the one behind it. A page that is kept is never asked for again. */
export async function readHistory(job: Job, work: Work): Promise<void> {
  const collection = await work.capture.collection(job.collection);
  if (collection.finishedAt !== null) return;
  const steps = await work.capture.historySteps(job.collection);
  const request = nextRequest(steps);
  if (request === null) return finish(job, work, collection, COMPLETE);
  if (steps.length >= PAGES_MAX) {
    const why = 'the channel has more pages than are read';
    const end = { coverage: { state: 'truncated', why, limit: PAGES_MAX }, failure: null } as const;
    return finish(job, work, collection, end);
  }
  const asked = await ask(job, work, collection, request);
  if ('delayMs' in asked) {
    const next = { ...job, attempt: job.attempt + 1 };
    const key = `${job.collection}:${steps.length}:${next.attempt}`;
    return work.jobs.enqueue('slack.history', next, key, after(asked.delayMs));
  }
  if ('failure' in asked) return finish(job, work, collection, asked);
  const { page } = asked;
  await work.capture.keepHistoryPage(collection, job, steps.length, {
    thread: request.thread,
    nextCursor: page.nextCursor,
    threads: [...page.threads],
    bytes: page.bytes,
  });
  const paceMs = paceAfter(job.paceMs, page);
  const next = { ...job, attempt: 0, paceMs };
  await work.jobs.enqueue('slack.history', next, `${job.collection}:${steps.length + 1}:0`, after(paceMs));
}

type Asked = { readonly page: HistoryPage } | { readonly delayMs: number } | HistoryEnd;

async function ask(job: Job, work: Work, collection: Collection, request: HistoryRequest): Promise<Asked> {
  const client = work.reader;
  const { fromMs, toMs } = windowOf(collection.window);
  const { thread, cursor } = request;
  const common = {
    channel: job.channelId,
    oldest: seconds(fromMs),
    latest: seconds(toMs),
    inclusive: true,
    limit: PAGE_MESSAGES,
    ...(cursor === null ? {} : { cursor }),
  };
  try {
    const reply =
      thread === null
        ? await client.conversations.history(common)
        : await client.conversations.replies({ ...common, ts: thread });
    return { page: historyPage(reply, thread) };
  } catch (error) {
    const delayMs = retryAfterMs(error);
    if (delayMs !== undefined) return { delayMs };
    if (thread !== null && isThreadNotFound(error)) return { page: historyPage({}, thread) };
    return failureOf(error, job, work);
  }
}

const seconds = (atMs: number): string => (atMs / 1_000).toFixed(6);

function failureOf(cause: unknown, job: Job, work: Work): Asked {
  const refusal = slackRefusal(cause);
  if (refusal !== undefined) {
    const coverage =
      refusal.code === 'SLACK_SCOPE_MISSING' || refusal.code === 'SLACK_NOT_IN_CHANNEL'
        ? ({ state: 'denied', permission: refusal.message } as const)
        : ({ state: 'failed', error: refusal.message } as const);
    return { coverage, failure: { error: tell(refusal), mend: refusal.mend } };
  }
  if (job.attempt < UNREACHABLE_ATTEMPTS_MAX) {
    work.log.warn(
      { err: cause, collection: job.collection },
      "a page of a channel's history is asked for again",
    );
    return { delayMs: Math.min(2 ** job.attempt * 1_000, UNREACHABLE_WAIT_MAX_MS) };
  }
  const error = 'Slack could not be reached';
  return {
    coverage: { state: 'failed', error },
    failure: { error, mend: 'collect again with /rca collect when Slack answers' },
  };
}

async function finish(job: Job, work: Work, collection: Collection, end: HistoryEnd): Promise<void> {
  await work.capture.finishHistory(collection, job, end);
  await touchCard(collection.incident, work);
  work.metrics.jobEnded('history', end.failure === null ? 'done' : 'failed');
}
