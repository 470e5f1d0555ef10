import { SlackError } from '@slack/web-api';
import { RcaError, tell } from '../domain/errors.ts';
import type { Request, RequestOutcome } from '../incident/requests.ts';
import type { Right } from './access/access.ts';
import { paragraph } from './blocks.ts';
import { slackText } from './escape.ts';
import { isRateLimited } from './hand-back.ts';
import type { Work } from './handlers.ts';
import { enterIntoLedger, outcomeOf } from './journal.ts';
import type { CommandJob } from './verbs/verb.ts';

const TOLD_CHARS_MAX = 3_000;

/** What every request of a person has: who, where, and the key of its effects. */
export type Asked = Pick<CommandJob, 'key' | 'teamId' | 'channelId' | 'userId'>;

export interface Task {
  readonly needs: Right;
  carryOut(): Promise<void>;
}

/**
 * Carries out what a person asked for, when they may, enters what became of it into the ledger and tells them
 * what they can mend. What nobody can mend is thrown, so that it is tried again.
 */
export async function runRequest(
  request: Request,
  asked: Asked,
  work: Work,
  prepare: () => Promise<Task>,
): Promise<void> {
  try {
    const result = await attempt(asked, work, await prepare());
    await enterIntoLedger(request, asked, result, work);
    work.metrics.jobEnded(request.name, result.outcome === 'done' ? 'done' : 'told');
  } catch (error) {
    if (isRateLimited(error)) throw error;
    work.metrics.jobEnded(request.name, 'failed');
    work.log.warn({ err: error, key: asked.key }, 'a Slack request failed and is tried again');
    if (!(error instanceof SlackError)) await tellRetry(request.name, asked, work);
    await enterIntoLedger(request, asked, outcomeOf(error), work);
    throw error;
  }
}

/** Otherwise the person who asked would wait for nothing. */
async function tellRetry(name: string, { key, channelId, userId }: Asked, work: Work): Promise<void> {
  try {
    await work.messenger.tellOnce(`${key}:retry`, channelId, userId, {
      text: `Something failed while /rca ${name} was carried out. It is tried again; if nothing appears within five minutes, send it again and ask the operator to look at the log.`,
    });
  } catch (error) {
    work.log.warn({ err: error, key }, 'the failure of a Slack request could not be told');
  }
}

/** What somebody can mend is told to the person who asked, and not tried again by itself. */
async function attempt(asked: Asked, work: Work, { needs, carryOut }: Task): Promise<RequestOutcome> {
  try {
    await work.access.check(asked.userId, needs);
    await carryOut();
    return { outcome: 'done' };
  } catch (error) {
    if (!(error instanceof RcaError)) throw error;
    work.log.info({ key: asked.key, code: error.code }, error.message);
    await tellMend(error, asked, work);
    return outcomeOf(error);
  }
}

/** Bots are not answered: two of them would talk without end. */
const UNANSWERED = 'ACCESS_BOT';

/**
 * Whom Slack lets nobody reach, such as a deactivated account, cannot be told. Without a token nobody can, and
 * the job is tried again until it lies with the dead letters, from where it can be taken.
 */
async function tellMend(error: RcaError, { key, channelId, userId }: Asked, work: Work): Promise<void> {
  if (error.code === UNANSWERED) return;
  try {
    await work.messenger.tellOnce(`${key}:told`, channelId, userId, {
      text: slackText(tell(error), TOLD_CHARS_MAX),
      blocks: [paragraph(tell(error))],
    });
  } catch (refusal) {
    if (!(refusal instanceof RcaError) || refusal.code === 'SLACK_TOKEN_REFUSED') throw refusal;
    work.log.warn({ err: refusal, key, code: error.code }, 'a person could not be told');
  }
}
