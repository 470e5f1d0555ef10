import { parseCommand, verbOf } from './command.ts';
import type { Work } from './handlers.ts';
import { runRequest, type Task } from './run-request.ts';
import type { CommandJob } from './verbs/verb.ts';

/** Carries out a command that was stored. */
export const runCommand = (job: CommandJob, work: Work): Promise<void> =>
  runRequest({ type: 'slack.command', name: job.verb, sentAt: job.triggeredAt }, job, work, () =>
    taskOf(job, work),
  );

async function taskOf(job: CommandJob, work: Work): Promise<Task> {
  const zone = await work.zones.of(job.userId);
  const command = parseCommand(job.text, { nowMs: Date.parse(job.triggeredAt), zone });
  if ('problem' in command) throw new Error(`${job.key} was stored unparsed: ${command.problem}`);
  if (command.verb === 'help') throw new Error(`${job.key} was stored, though help is answered at once`);
  const verb = verbOf(command);
  return {
    needs: verb.needs?.(command.given) ?? 'respond',
    carryOut: () => verb.carryOut(command.given, job, work),
  };
}
