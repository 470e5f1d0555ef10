import { userError } from '../../domain/errors.ts';
import type { JobData } from '../../jobs/jobs.ts';
import type { Work } from '../handlers.ts';
import { runRequest } from '../run-request.ts';
import { incidentHere } from '../verbs/incident-here.ts';
import { carryOutSignoff } from './carry-out.ts';
import { parseSignoff } from './sentence.ts';

/** Does what a button or form of a request for a sign-off asks for. The right depends on the role, and is checked there. */
export const runSignoff = (job: JobData['slack.signoff'], work: Work): Promise<void> =>
  runRequest({ type: job.from, name: 'signoff', sentAt: job.triggeredAt }, job, work, async () => ({
    needs: 'read',
    async carryOut() {
      const incident = await incidentHere(job, work);
      if (incident !== job.incident) throw otherIncident(job.incident, incident);
      await carryOutSignoff(parseSignoff(job.sentence), incident, job, work);
    },
  }));

const otherIncident = (meant: string, here: string) =>
  userError({
    code: 'BUTTON_STALE',
    message: `the button belongs to ${meant}, and this channel to ${here}`,
    mend: 'press it in the channel of the incident',
  });
