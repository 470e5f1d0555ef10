import { SlackError } from '@slack/web-api';
import { RcaError, tell } from '../domain/errors.ts';
import type { RequestOutcome } from '../incident/requests.ts';
import { paragraph } from './blocks.ts';
import { parseCommand, verbOf } from './command.ts';
import { slackText } from './escape.ts';
import { isRateLimited } from './hand-back.ts';
import type { Work } from './handlers.ts';
import { enterIntoLedger, outcomeOf } from './journal.ts';
import type { CommandJob } from './verbs/verb.ts';

const TOLD_CHARS_MAX = 3_000;

/** Carries a stored command out, enters what became of it into the ledger and tells who asked what they can mend. */
export async function runCommand(job: CommandJob, work: Work): Promise<void> {
  try {
    const result = await attempt(job, work);
    await enter(job, result, work);
    work.metrics.jobEnded(job.verb, result.outcome === 'done' ? 'done' : 'told');
  } catch (error) {
    if (isRateLimited(error)) throw error;
    work.metrics.jobEnded(job.verb, 'failed');
    work.log.warn({ err: error, key: job.key }, 'a Slack command failed and is tried again');
    if (!(error instanceof SlackError)) await tellRetry(job, work);
    await enter(job, outcomeOf(error), work);
    throw error;
  }
}

const enter = (job: CommandJob, result: RequestOutcome, work: Work): Promise<void> =>
  enterIntoLedger({ type: 'slack.command', name: job.verb, sentAt: job.triggeredAt }, job, result, work);

/** Otherwise the person who asked would wait for nothing. */
async function tellRetry(job: CommandJob, work: Work): Promise<void> {
  try {
    await work.messenger.tellOnce(`${job.key}:retry`, job.channelId, job.userId, {
      text: `Something failed while /rca ${job.verb} was carried out. It is tried again; if nothing appears within five minutes, send it again and ask the operator to look at the log.`,
    });
  } catch (error) {
    work.log.warn({ err: error, key: job.key }, 'the failure of a Slack command could not be told');
  }
}

/** What somebody can mend is told to the person who asked, and not tried again by itself. */
async function attempt(job: CommandJob, work: Work): Promise<RequestOutcome> {
  const zone = await work.zones.of(job.userId);
  const command = parseCommand(job.text, { nowMs: Date.parse(job.triggeredAt), zone });
  if ('problem' in command) throw new Error(`${job.key} was stored unparsed: ${command.problem}`);
  if (command.verb === 'help') return { outcome: 'done' };
  const verb = verbOf(command);
  try {
    await work.access.check(job.userId, verb.needs?.(command.given) ?? 'respond');
    await verb.carryOut(command.given, job, work);
    return { outcome: 'done' };
  } catch (error) {
    if (!(error instanceof RcaError)) throw error;
    work.log.info({ key: job.key, code: error.code }, error.message);
    await tellMend(error, job, work);
    return outcomeOf(error);
  }
}

/** Bots are not answered: two of them would talk without end. */
const UNANSWERED = 'ACCESS_BOT';

/**
 * Whom Slack lets nobody reach, such as a deactivated account, cannot be told. Without a token nobody can, and
 * the job is tried again until it lies with the dead letters, from where it can be taken.
 */
async function tellMend(error: RcaError, job: CommandJob, work: Work): Promise<void> {
  if (error.code === UNANSWERED) return;
  try {
    await work.messenger.tellOnce(`${job.key}:told`, job.channelId, job.userId, {
      text: slackText(tell(error), TOLD_CHARS_MAX),
      blocks: [paragraph(tell(error))],
    });
  } catch (refusal) {
    if (!(refusal instanceof RcaError) || refusal.code === 'SLACK_TOKEN_REFUSED') throw refusal;
    work.log.warn({ err: refusal, key: job.key, code: error.code }, 'a person could not be told');
  }
}
