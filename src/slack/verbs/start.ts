import { userError } from '../../domain/errors.ts';
import type { Incident, Severity } from '../../domain/incident.ts';
import type { Window } from '../../domain/time.ts';
import type { ChannelLink, PostedMessage } from '../../incident/slack-links.ts';
import type { StartInput } from '../../incident/use-cases.ts';
import { slackDate } from '../dates.ts';
import { slackText } from '../escape.ts';
import type { Work } from '../handlers.ts';
import { requestHistory } from '../history/read-history.ts';
import { cardKey, openCard } from '../live-card.ts';
import { scheduleNudges } from '../nudge.ts';
import { postProgress } from '../watch-collection.ts';
import { parseNewChannel } from './start-options.ts';
import { actorOf, type CommandJob, type SlackVerb } from './verb.ts';

export interface StartArguments extends WindowChoice {
  /** Null when only options were given. */
  readonly title: string | null;
  readonly severity: Severity | null;
  readonly services: readonly string[];
  /** In a channel of its own, which is made for it. */
  readonly newChannel?: true;
}

/** The window as it was asked for. */
export interface WindowChoice {
  /** Null when neither `since` nor `from … to …` was given. */
  readonly window: Window | null;
  /** `from … to …` says where it ends. */
  readonly endIsSet?: true;
}

const DEFAULT_WINDOW_MS = 3_600_000;

export const start: SlackVerb<StartArguments> = {
  usage: {
    line: 'start [title] [since 2h | from T to T] [sev1..4] [service NAME …] [new channel]',
    does: 'opens an incident in this channel, posts its card and collects from all sources. Without a window it looks at the last hour. Put the title in quotes when it ends like an option. With new channel at the end it makes a private channel for the incident.',
    example: '/rca start Elevated 5xx on search since 2h sev2 service search-api',
  },
  parse: parseNewChannel,
  ack: ({ title, window, severity, services, newChannel }) =>
    [
      `Opening an incident in ${newChannel ? 'a new channel' : 'this channel'}: ${title === null ? 'untitled' : `“${slackText(title, 200)}”`}`,
      window === null
        ? 'looking at the last hour'
        : `from ${slackDate(window.fromMs)} to ${slackDate(window.toMs)}`,
      ...(severity === null ? [] : [severity.toUpperCase()]),
      ...(services.length === 0 ? [] : [`service ${slackText(services.join(', '), 200)}`]),
    ]
      .join(', ')
      .concat(
        newChannel
          ? '. You are told here which channel it is.'
          : '. The card and the progress of the collection appear here.',
      ),
  /** Evidence first: sources forget, so the collection is requested before anything is posted. */
  async carryOut(given, job, work) {
    const { useCases, links } = work;
    const channelKey = `slack:${job.teamId}/${job.channelId}`;
    const key = given.newChannel ? `${channelKey}/${job.key}` : channelKey;
    if (!given.newChannel && job.channelId.startsWith('D')) throw directMessage();
    const incident = await useCases.start(inputOf(given, job), actorOf(job), key);
    if (given.newChannel) return inNewChannel(incident, key, job, work);
    const link = await links.link(job.teamId, job.channelId, { incident: incident.id, requestKey: job.key });
    if (link.requestKey !== job.key && !(await stoppedHalfway(link, work)))
      throw await notFree(link.incident, work);
    const collection = await useCases.requestCollection(incident.id, {}, actorOf(job), `${key}/first`);
    await requestHistory(incident.id, null, `${key}/first`, job, work);
    await openWith(incident, collection.id, job.channelId, job, work);
  },
};

/** Whoever started it was told what Slack refused, and its card was never posted: the same command goes on with it. */
const stoppedHalfway = async ({ incident, requestKey }: ChannelLink, { links }: Work): Promise<boolean> =>
  (await links.messageOf(`${requestKey}:told`)) !== undefined &&
  (await links.messageOf(cardKey(incident))) === undefined;

const directMessage = (): Error =>
  userError({
    code: 'CHANNEL_DIRECT',
    message: 'an incident has no room in a direct message: the app posts its card and progress for a team',
    mend: 'send the command in a channel that the app is in (/invite @rca), or end it with new channel',
  });

const inputOf = (
  { title, window, endIsSet, severity, services }: StartArguments,
  job: CommandJob,
): StartInput => {
  const nowMs = Date.parse(job.triggeredAt);
  return {
    title: title ?? 'Untitled incident',
    severity,
    services,
    window: window ?? { fromMs: nowMs - DEFAULT_WINDOW_MS, toMs: nowMs },
    ...(endIsSet ? {} : { windowFollows: true as const }),
  };
};

/** Posts the card and the progress of the first collection; returns the card's message. */
export async function openWith(
  incident: Incident,
  collection: string,
  channelId: string,
  job: Pick<CommandJob, 'key' | 'triggeredAt'>,
  work: Work,
): Promise<PostedMessage> {
  const posted = await openCard(incident.id, channelId, work);
  await postProgress(incident.id, collection, channelId, work);
  await scheduleNudges(incident.id, 0, Date.parse(job.triggeredAt), work);
  return posted;
}

async function inNewChannel(incident: Incident, key: string, job: CommandJob, work: Work): Promise<void> {
  const collection = await work.useCases.requestCollection(incident.id, {}, actorOf(job), `${key}/first`);
  const channel = await work.channels.open(incident, job.key);
  await work.links.link(job.teamId, channel, { incident: incident.id, requestKey: job.key });
  const card = await openWith(incident, collection.id, channel, job, work);
  await work.channels.furnish(channel, incident, job.userId, [['Incident card', card]]);
  await work.messenger.tellOnce(`${job.key}:moved`, job.channelId, job.userId, {
    text: `${incident.id} is open in <#${channel}>.`,
  });
}

/** A channel is one incident's, also when that has ended: what people say in it is that one's evidence. */
async function notFree(incident: string, { useCases }: Work): Promise<Error> {
  const { status, closing } = await useCases.incident(incident);
  if (status !== 'closed') return alreadyOpen(incident);
  return userError({
    code: 'CHANNEL_HAS_INCIDENT',
    message: `this channel is that of ${incident}, which is ${closing?.as === 'cancelled' ? 'cancelled' : 'closed'}`,
    mend: 'end the command with new channel to start the other one in a channel of its own, or go on with this one: /rca reopen WHY',
  });
}

const alreadyOpen = (incident: string): Error =>
  userError({
    code: 'CHANNEL_HAS_INCIDENT',
    message: `${incident} is already open in this channel`,
    mend: 'see it with /rca status, or end the command with new channel to start the other one in a channel of its own',
  });
