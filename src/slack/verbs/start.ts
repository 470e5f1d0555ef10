import { userError } from '../../domain/errors.ts';
import type { Severity } from '../../domain/incident.ts';
import type { Window } from '../../domain/time.ts';
import { incidentCard } from '../card.ts';
import { slackDate } from '../dates.ts';
import { slackText } from '../escape.ts';
import { postProgress } from '../watch-collection.ts';
import { parseStart } from './start-options.ts';
import { actorOf, type SlackVerb } from './verb.ts';

export interface StartArguments {
  /** Null when only options were given. */
  readonly title: string | null;
  /** Null when neither `since` nor `from … to …` was given. */
  readonly window: Window | null;
  readonly severity: Severity | null;
  readonly services: readonly string[];
}

const DEFAULT_WINDOW_MS = 3_600_000;

export const start: SlackVerb<StartArguments> = {
  usage: {
    line: 'start [title] [since 2h | from T to T] [sev1..4] [service NAME …]',
    does: 'opens an incident in this channel, posts its card and collects from all sources. Without a window it looks at the last hour. Put the title in quotes when it ends like an option.',
    example: '/rca start Elevated 5xx on search since 2h sev2 service search-api',
  },
  parse: parseStart,
  ack: ({ title, window, severity, services }) =>
    [
      `Opening an incident in this channel: ${title === null ? 'untitled' : `“${slackText(title, 200)}”`}`,
      window === null
        ? 'looking at the last hour'
        : `from ${slackDate(window.fromMs)} to ${slackDate(window.toMs)}`,
      ...(severity === null ? [] : [severity.toUpperCase()]),
      ...(services.length === 0 ? [] : [`service ${slackText(services.join(', '), 200)}`]),
    ]
      .join(', ')
      .concat('. The card and the progress of the collection appear here.'),
  /** Evidence first: sources forget, so the collection is requested before anything is posted. */
  async carryOut({ title, window, severity, services }, job, work) {
    const { useCases, links, messenger } = work;
    const nowMs = Date.parse(job.triggeredAt);
    const channelKey = `slack:${job.teamId}/${job.channelId}`;
    const incident = await useCases.start(
      {
        title: title ?? 'Untitled incident',
        severity,
        services,
        window: window ?? { fromMs: nowMs - DEFAULT_WINDOW_MS, toMs: nowMs },
      },
      actorOf(job),
      channelKey,
    );
    const link = await links.link(job.teamId, job.channelId, { incident: incident.id, requestKey: job.key });
    if (link.requestKey !== job.key) throw alreadyOpen(link.incident);
    const collection = await useCases.requestCollection(incident.id, {}, actorOf(job), `${channelKey}/first`);

    await messenger.postOnce(
      `${job.key}:card`,
      job.channelId,
      incidentCard(await useCases.status(incident.id)),
    );
    await postProgress(incident.id, collection.id, job.channelId, work);
  },
};

const alreadyOpen = (incident: string): Error =>
  userError({
    code: 'CHANNEL_HAS_INCIDENT',
    message: `${incident} is already open in this channel`,
    mend: 'see it with /rca status, or start the new incident in a channel of its own',
  });
