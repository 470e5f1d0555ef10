import type { KnownBlock, WebClient } from '@slack/web-api';
import { isTooLong, slackRefusal } from '../deliver/slack-errors.ts';
import type { PostedMessage, SlackLinks } from '../incident/slack-links.ts';
import { markup } from './blocks.ts';
import { shortened } from './shortened.ts';

/**
 * Blocks for the eye, by default the text; text for notifications and screen readers. Foreign text in both is
 * neutralised.
 */
export interface Message {
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

/** Nothing that Slack would find by itself in a text becomes a link, a mention or a preview. */
const INERT = {
  parse: 'none',
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
  mrkdwn: true,
} as const;

export interface Messenger {
  /**
   * Posts once per key: a second call returns what the first one posted. A crash after Slack took the message
   * and before its timestamp was kept posts it again: Slack offers no key of its own against that.
   */
  postOnce(key: string, channelId: string, message: Message): Promise<PostedMessage>;
  /** Replaces a message's content. */
  update(posted: PostedMessage, message: Message): Promise<void>;
  /** Tells one person once per key, in the channel where they see it alone, else in a direct message. */
  tellOnce(key: string, channelId: string, userId: string, message: Message): Promise<void>;
}

export function createMessenger(client: WebClient, links: SlackLinks): Messenger {
  return {
    async postOnce(key, channelId, message) {
      const before = await links.messageOf(key);
      if (before) return before;
      const answer = await fitting(message, (fit) =>
        client.chat.postMessage({ channel: channelId, ...INERT, ...content(fit) }),
      );
      const posted = { channelId: answer.channel ?? channelId, ts: answer.ts ?? '' };
      await links.keepMessage(key, posted);
      return posted;
    },

    async update({ channelId, ts }, message) {
      await fitting(message, (fit) =>
        client.chat.update({ channel: channelId, ts, parse: 'none', link_names: false, ...content(fit) }),
      );
    },

    async tellOnce(key, channelId, userId, message) {
      if (await links.messageOf(key)) return;
      const ts = await client.chat
        .postEphemeral({
          channel: channelId,
          user: userId,
          parse: 'none',
          link_names: false,
          ...content(message),
        })
        .then((answer) => answer.message_ts)
        .catch(async (error: unknown) => {
          if (slackRefusal(error) === undefined) throw error;
          const answer = await fitting(message, (fit) =>
            client.chat.postMessage({ channel: userId, ...INERT, ...content(fit) }),
          );
          return answer.ts;
        });
      await links.keepMessage(key, { channelId, ts: ts ?? '' });
    },
  };
}

const content = (message: Message) => ({
  text: message.text,
  blocks: [...(message.blocks ?? [markup(message.text)])],
});

/** What Slack finds too long is sent once more, shortened. */
async function fitting<T>(message: Message, send: (message: Message) => Promise<T>): Promise<T> {
  try {
    return await send(message).catch((error: unknown) => {
      if (isTooLong(error)) return send(shortened(message));
      throw error;
    });
  } catch (error) {
    throw slackRefusal(error) ?? error;
  }
}
