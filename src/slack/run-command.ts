import { userError } from '../domain/errors.ts';
import { parseCommand, type Unparsed, verbOf } from './command.ts';
import type { Work } from './handlers.ts';
import { insteadMessage } from './instead.ts';
import { touchCardHere } from './live-card.ts';
import { runRequest, type Task } from './run-request.ts';
import type { CommandJob } from './verbs/verb.ts';

/** Carries out a command that was stored. */
export const runCommand = (job: CommandJob, work: Work): Promise<void> =>
  runRequest({ type: 'slack.command', name: job.verb, sentAt: job.triggeredAt }, job, work, () =>
    taskOf(job, work),
  );

/** Verbs that change nothing of what the card shows. */
const SHOWING: ReadonlySet<string> = new Set([
  'status',
  'timeline',
  'gaps',
  'gates',
  'why',
  'draft',
  'pack',
  'signoff',
  'record',
]);

async function taskOf(job: CommandJob, work: Work): Promise<Task> {
  const zone = await work.zones.of(job.userId);
  const command = parseCommand(job.text, { nowMs: Date.parse(job.triggeredAt), zone });
  if ('problem' in command) return { needs: 'read', carryOut: () => tellUnclear(command, job, work) };
  if (command.verb === 'help') throw new Error(`${job.key} was stored, though help is answered at once`);
  const verb = verbOf(command);
  return {
    needs: verb.needs?.(command.given) ?? 'respond',
    async carryOut() {
      await verb.carryOut(command.given, job, work);
      if (!SHOWING.has(command.verb)) await touchCardHere(job, work);
    },
  };
}

/** Read in the person's zone, a command may be wrong or unclear that was neither before. */
async function tellUnclear({ problem, mend, instead }: Unparsed, job: CommandJob, work: Work): Promise<void> {
  if (instead === undefined) throw userError({ code: 'COMMAND_UNCLEAR', message: problem, mend });
  const requestId = job.key.replace(`slack:${job.teamId}/`, '');
  const message = insteadMessage(`${problem} ${mend}`, instead, requestId);
  await work.messenger.tellOnce(`${job.key}:unclear`, job.channelId, job.userId, message);
}
