import type { Collection } from '../domain/incident.ts';
import { alertActor } from '../incident/alerts.ts';
import type { UseCases } from '../incident/use-cases.ts';
import type { Handlers, JobData } from '../jobs/jobs.ts';

/** The first collection of an incident that an alert opened: once, however often the job runs. */
export const collectForAlert = (
  { incident, origin, key }: JobData['alert.opened'],
  useCases: Pick<UseCases, 'requestCollection'>,
): Promise<Collection> => useCases.requestCollection(incident, {}, alertActor(origin), `${key}/first`);

/** The work behind an alert where there is no Slack to tell it in. */
export const alertHandlers = (useCases: Pick<UseCases, 'requestCollection'>): Handlers => ({
  async 'alert.opened'(job) {
    await collectForAlert(job, useCases);
  },
  /** Without a card nothing shows it. */
  'alert.joined': async () => undefined,
});
