import type { Moment } from '../../domain/time-words/resolve.ts';
import type { JobData } from '../../jobs/jobs.ts';
import type { Right } from '../access/access.ts';
import type { Work } from '../handlers.ts';

/** A stored command, as its job hands it out. */
export type CommandJob = JobData['slack.command'];

/** What help says of a verb: fixed text of ours. */
export interface Usage {
  /** After `/rca`: `note TEXT [at T]`. */
  readonly line: string;
  readonly does: string;
  readonly example: string;
}

/**
 * A word after `/rca`. `parse` and `ack` are pure and run before Slack is answered; `carryOut` runs in a job,
 * and the same job again has no further effect.
 */
export interface SlackVerb<Arguments> {
  readonly usage: Usage;
  /** Reads what stands after the verb; throws errors that name the mend, and questions about a time. */
  parse(argument: string, moment: Moment): Arguments;
  /** What the person reads at once, in mrkdwn: how it was understood, and where the result appears. */
  ack(given: Arguments): string;
  /** What a person needs to be allowed; `respond` when it is left out. */
  needs?(given: Arguments): Right;
  carryOut(given: Arguments, job: CommandJob, work: Work): Promise<void>;
}

export const actorOf = (job: Pick<CommandJob, 'teamId' | 'userId'>): string =>
  `slack:${job.teamId}/${job.userId}`;
