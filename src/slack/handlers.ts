import { SlackError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { RcaError, tell } from '../domain/errors.ts';
import type { SlackLinks } from '../incident/slack-links.ts';
import type { UseCases } from '../incident/use-cases.ts';
import type { Handlers, JobData, Jobs } from '../jobs/jobs.ts';
import { paragraph } from './blocks.ts';
import { parseCommand, verbOf } from './command.ts';
import { slackText } from './escape.ts';
import { createMessenger, type Messenger } from './messages.ts';
import type { SlackMetrics } from './metrics.ts';
import { watchCollection } from './watch-collection.ts';
import type { Zones } from './zones.ts';

export interface SlackHandlerOptions {
  readonly client: WebClient;
  readonly useCases: UseCases;
  /** Folder that drafts are rendered into, one folder an incident. */
  readonly draftsDir: string;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly links: SlackLinks;
  readonly zones: Zones;
  readonly metrics: SlackMetrics;
  readonly log: Logger;
}

/** Everything that carrying out a command needs. */
export interface Work extends SlackHandlerOptions {
  readonly messenger: Messenger;
}

/** The work behind acknowledged commands. Idempotent by the job's key, as far as Slack allows. */
export function slackHandlers(options: SlackHandlerOptions): Handlers {
  const work: Work = { ...options, messenger: createMessenger(options.client, options.links) };
  return {
    'slack.command': (job) => runCommand(job, work),
    'slack.progress': (job) => watchCollection(job, work),
  };
}

const TOLD_CHARS_MAX = 3_000;

async function runCommand(job: JobData['slack.command'], work: Work): Promise<void> {
  try {
    work.metrics.jobEnded(job.verb, await attempt(job, work));
  } catch (error) {
    work.metrics.jobEnded(job.verb, 'failed');
    work.log.warn({ err: error, key: job.key }, 'a Slack command failed and is tried again');
    if (!(error instanceof SlackError)) await tellRetry(job, work);
    throw error;
  }
}

/** Otherwise the person who asked would wait for nothing. */
async function tellRetry(job: JobData['slack.command'], work: Work): Promise<void> {
  try {
    await work.messenger.tellOnce(`${job.key}:retry`, job.channelId, job.userId, {
      text: `Something failed while /rca ${job.verb} was carried out. It is tried again; if nothing appears within five minutes, send it again and ask the operator to look at the log.`,
    });
  } catch (error) {
    work.log.warn({ err: error, key: job.key }, 'the failure of a Slack command could not be told');
  }
}

/** What somebody can mend is told to the person who asked, and not tried again by itself. */
async function attempt(job: JobData['slack.command'], work: Work): Promise<'done' | 'told'> {
  const zone = await work.zones.of(job.userId);
  const command = parseCommand(job.text, { nowMs: Date.parse(job.triggeredAt), zone });
  if ('problem' in command) throw new Error(`${job.key} was stored unparsed: ${command.problem}`);
  if (command.verb === 'help') return 'done';
  try {
    await verbOf(command).carryOut(command.given, job, work);
    return 'done';
  } catch (error) {
    if (!(error instanceof RcaError)) throw error;
    work.log.info({ key: job.key, code: error.code }, error.message);
    await work.messenger.tellOnce(`${job.key}:told`, job.channelId, job.userId, {
      text: slackText(tell(error), TOLD_CHARS_MAX),
      blocks: [paragraph(tell(error))],
    });
    return 'told';
  }
}
