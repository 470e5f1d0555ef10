import { messageText } from '../../formats/slack-markup.ts';
import type { JobData } from '../../jobs/jobs.ts';
import type { Work } from '../handlers.ts';
import { touchCard } from '../live-card.ts';
import { messageKey } from './capture-message.ts';

/** Gives a captured message its next version when it was edited or deleted; others are left alone. */
export async function changeMessage(job: JobData['slack.message-changed'], work: Work): Promise<void> {
  const link = await work.links.incidentOf(job.teamId, job.channelId);
  if (link === undefined) return;
  const key = messageKey(job);
  const actor = job.userId === null ? 'rca' : `slack:${job.teamId}/${job.userId}`;
  const atMs = Date.parse(job.at);
  const changed =
    job.text === null
      ? await work.capture.delete(link.incident, key, atMs, actor)
      : await work.capture.edit(
          link.incident,
          { key, text: messageText(job.text).trim() || '(no text)', atMs },
          actor,
        );
  if (changed !== null) await touchCard(link.incident, work);
  work.metrics.jobEnded('message', 'done');
}
