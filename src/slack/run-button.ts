import { userError } from '../domain/errors.ts';
import type { JobData } from '../jobs/jobs.ts';
import type { Work } from './handlers.ts';
import { touchCard } from './live-card.ts';
import { runRequest } from './run-request.ts';
import { incidentHere } from './verbs/incident-here.ts';
import { slackVerbs, type WorkVerb } from './verbs/registry.ts';
import type { SlackVerb } from './verbs/verb.ts';

type ButtonJob = JobData['slack.button'];

/** Does what a button stands for, unless the incident has moved on since it was drawn; then draws the card anew. */
export async function runButton(job: ButtonJob, work: Work): Promise<void> {
  const { press, incident, ...asked } = job;
  const verb = pressed(press);
  const given = verb.parse('', { nowMs: Date.parse(job.triggeredAt), zone: null });
  const request = { type: 'slack.button', name: press, sentAt: job.triggeredAt } as const;
  await runRequest(request, asked, work, async () => ({
    needs: verb.needs?.(given) ?? 'respond',
    async carryOut() {
      await assertCurrent(incident, asked, work);
      await verb.carryOut(given, { ...asked, verb: press, text: press }, work);
    },
  }));
  await touchCard(incident, work);
}

/** The verb of a button with its arguments out of sight. */
function pressed(press: string): SlackVerb<unknown> {
  if (press in slackVerbs) return slackVerbs[press as WorkVerb];
  throw new Error(`a button was stored that stands for no verb: ${press}`);
}

async function assertCurrent(
  incident: string,
  where: { readonly teamId: string; readonly channelId: string },
  work: Work,
): Promise<void> {
  const here = await incidentHere(where, work);
  if (here !== incident) throw moved(`the button belongs to ${incident}, and this channel to ${here}`);
  const { status } = await work.useCases.incident(incident);
  if (status === 'closed') throw moved(`${incident} is closed, so that the button did nothing`);
}

const moved = (message: string) =>
  userError({
    code: 'BUTTON_STALE',
    message,
    mend: 'look at /rca status; /rca reopen WHY opens a closed incident again',
  });
