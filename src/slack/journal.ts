import { SlackError } from '@slack/web-api';
import { RcaError } from '../domain/errors.ts';
import type { Request, RequestOutcome } from '../incident/requests.ts';
import { madeChannelKey } from './channel/open-channel.ts';
import type { Work } from './handlers.ts';
import { actorOf, type CommandJob } from './verbs/verb.ts';

/**
 * Enters what a person asked for, and what became of it, into the ledger of the channel's incident, which
 * for a request that made a channel is that one's. A channel without one has no ledger: its requests are in the log alone.
 */
export async function enterIntoLedger(
  request: Request,
  job: Pick<CommandJob, 'key' | 'teamId' | 'channelId' | 'userId'>,
  result: RequestOutcome,
  { links, useCases, log }: Pick<Work, 'links' | 'useCases' | 'log'>,
): Promise<void> {
  const made = await links.messageOf(madeChannelKey(job.key));
  const link = await links.incidentOf(job.teamId, made?.channelId ?? job.channelId);
  if (link) return useCases.enterRequest(link.incident, request, result, actorOf(job), job.key);
  log.info({ key: job.key, actor: actorOf(job), ...request, ...result }, 'a request outside of incidents');
}

/** A mistake is refused, trouble elsewhere is a failure. */
export function outcomeOf(error: unknown): RequestOutcome & { readonly code: string } {
  if (error instanceof RcaError) {
    return { outcome: error.fault === 'user' ? 'refused' : 'failed', code: error.code };
  }
  return { outcome: 'failed', code: error instanceof SlackError ? 'SLACK_UNREACHABLE' : 'UNEXPECTED' };
}
