import type { JobData } from '../jobs/jobs.ts';
import { slackDate } from './dates.ts';
import type { Work } from './handlers.ts';
import { runRequest } from './run-request.ts';

/** Keeps until when a nudge is put off, and says so where the button was. */
export const runSnooze = (job: JobData['slack.snooze'], work: Work): Promise<void> =>
  runRequest({ type: 'slack.button', name: 'snooze', sentAt: job.triggeredAt }, job, work, async () => ({
    needs: 'respond',
    async carryOut() {
      const { key, until, channelId, ts } = job;
      await work.links.keepMessage(key, { channelId, ts: until });
      await work.messenger.update(
        { channelId, ts },
        {
          text: `Put off until ${slackDate(Date.parse(until))}. \`/rca status\` shows what is missing.`,
        },
      );
    },
  }));
