import { slackRefusal } from '../deliver/slack-errors.ts';
import { toIso } from '../domain/time.ts';
import type { JobData } from '../jobs/jobs.ts';
import type { Work } from './handlers.ts';
import { homeView, waitingOf } from './home.ts';
import { actorOf } from './verbs/verb.ts';

const PAGE = 200;

/** Publishes the home tab of the person who opened it. */
export async function showHome(job: JobData['slack.home'], work: Work): Promise<void> {
  const nowMs = Date.now();
  const mine = await work.homes.of(job.teamId, actorOf(job), toIso(nowMs).slice(0, 10));
  const seen = [];
  for (const incident of mine) {
    if (await maySee(job.userId, incident.channel, work)) seen.push(incident);
  }
  const view = homeView(seen, waitingOf(seen, work.nudges.draftDueBusinessDays, nowMs));
  try {
    await work.client.views.publish({ user_id: job.userId, view });
    work.metrics.jobEnded('home', 'done');
  } catch (error) {
    const refusal = slackRefusal(error);
    if (refusal === undefined) throw error;
    work.log.warn({ err: refusal }, 'a home tab cannot be published');
    work.metrics.jobEnded('home', 'failed');
  }
}

/**
 * Whether a person may know of a channel's incident: everybody of a public channel's, members of a private one's. A
 * channel that the app does not see any more is nobody's.
 */
async function maySee(userId: string, channelId: string, { client, log }: Work): Promise<boolean> {
  try {
    const { channel } = await client.conversations.info({ channel: channelId });
    if (channel?.is_private === false) return true;
    let cursor: string | undefined;
    do {
      const page = await client.conversations.members({
        channel: channelId,
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      if (page.members?.includes(userId)) return true;
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return false;
  } catch (error) {
    const refusal = slackRefusal(error);
    if (refusal === undefined) throw error;
    log.info({ err: refusal, channelId }, 'an incident is left out of a home tab');
    return false;
  }
}
