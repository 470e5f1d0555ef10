import type { WebClient } from '@slack/web-api';
import { slackAnswer, slackRefusal } from '../../deliver/slack-errors.ts';
import { outsideError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident.ts';
import type { PostedMessage, SlackLinks } from '../../incident/slack-links.ts';
import type { UserGroups } from '../access/groups.ts';
import { plainText } from '../escape.ts';
import { channelName } from './channel-name.ts';

const NAMES_MAX = 5;
/** https://docs.slack.dev/reference/methods/conversations.invite */
const INVITED_MAX = 100;
/** https://docs.slack.dev/reference/methods/conversations.setTopic */
const TOPIC_CHARS_MAX = 250;
/** Answer of conversations.invite that leaves nothing to do. */
const INVITED_ALREADY = 'already_in_channel';

/** `slack` of the configuration, as far as it is about channels that the app makes. */
export interface ChannelRules {
  /** `{year}`, `{number}` and `{slug}` are filled in. */
  readonly channelName: string;
  /** User groups that are invited, by their id `S…`. */
  readonly invite: readonly string[];
}

/** What the channel that a request made is kept under. */
export const madeChannelKey = (requestKey: string): string => `${requestKey}:channel`;

export interface Channels {
  /**
   * A channel for an incident. It is private: nothing of an incident is made public. Once per request; a crash between
   * Slack's answer and keeping the channel's id leaves an empty channel behind, and the next has another name.
   */
  open(incident: Incident, requestKey: string): Promise<string>;
  /**
   * Its topic, links to messages at its top, and in it whoever asked for it, when somebody did, and the configured
   * user groups.
   */
  furnish(
    channel: string,
    incident: Incident,
    userId: string | null,
    links: readonly (readonly [title: string, message: PostedMessage])[],
  ): Promise<void>;
}

/** Scopes groups:write and bookmarks:write. Refusals are `SLACK_*` errors. */
export function createChannels(
  client: WebClient,
  links: Pick<SlackLinks, 'messageOf' | 'keepMessage'>,
  groups: Pick<UserGroups, 'members'>,
  rules: ChannelRules,
): Channels {
  return {
    async open(incident, requestKey) {
      const key = madeChannelKey(requestKey);
      const made = await links.messageOf(key);
      if (made) return made.channelId;
      const channelId = await create(client, channelName(rules.channelName, incident));
      await links.keepMessage(key, { channelId, ts: '' });
      return channelId;
    },

    async furnish(channel, incident, userId, messages) {
      const topic = plainText(`${incident.id} ${incident.title}`, TOPIC_CHARS_MAX);
      await refused(client.conversations.setTopic({ channel, topic }));
      for (const [title, message] of messages) await bookmark(client, links, channel, title, message);
      const invited = new Set(userId === null ? [] : [userId]);
      for (const group of rules.invite) for (const user of await groups.members(group)) invited.add(user);
      await invite(client, channel, [...invited]);
    },
  };
}

async function bookmark(
  client: WebClient,
  links: Pick<SlackLinks, 'messageOf' | 'keepMessage'>,
  channel: string,
  title: string,
  message: PostedMessage,
): Promise<void> {
  const key = `bookmark:${channel}:${message.ts}`;
  if (await links.messageOf(key)) return;
  const { permalink: link = '' } = await refused(
    client.chat.getPermalink({ channel: message.channelId, message_ts: message.ts }),
  );
  await refused(client.bookmarks.add({ channel_id: channel, title, type: 'link', link }));
  await links.keepMessage(key, message);
}

/** The name, or the name with a number when somebody has a channel of that name. */
async function create(client: WebClient, wanted: string): Promise<string> {
  for (let number = 1; number <= NAMES_MAX; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    try {
      const { channel } = await client.conversations.create({ name, is_private: true });
      if (channel?.id !== undefined) return channel.id;
    } catch (error) {
      if (slackAnswer(error) !== 'name_taken') throw slackRefusal(error) ?? error;
    }
  }
  throw outsideError({
    code: 'SLACK_CHANNEL_NOT_MADE',
    message: `there are channels ${wanted} to ${wanted}-${NAMES_MAX} already`,
    mend: 'ask the operator for another slack.channelName, with {year}, {number} and {slug} in it',
  });
}

/** One whom Slack does not let in, such as a deactivated account, keeps nobody else out. */
async function invite(client: WebClient, channel: string, users: readonly string[]): Promise<void> {
  for (let from = 0; from < users.length; from += INVITED_MAX) {
    const some = users.slice(from, from + INVITED_MAX).join(',');
    try {
      await client.conversations.invite({ channel, users: some, force: true });
    } catch (error) {
      if (slackAnswer(error) !== INVITED_ALREADY) throw slackRefusal(error) ?? error;
    }
  }
}

async function refused<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw slackRefusal(error) ?? error;
  }
}
