import type { WebClient } from '@slack/web-api';
import { slackRefusal } from './slack-errors.ts';

/** Address of a file or canvas for people who may see it; null when Slack gives none. Scope files:read. */
export async function filePermalink(client: WebClient, id: string): Promise<string | null> {
  try {
    const { file } = await client.files.info({ file: id });
    return file?.permalink ?? null;
  } catch (error) {
    throw slackRefusal(error) ?? error;
  }
}

/** Address of a message. */
export async function messagePermalink(
  client: WebClient,
  channelId: string,
  ts: string,
): Promise<string | null> {
  try {
    const { permalink } = await client.chat.getPermalink({ channel: channelId, message_ts: ts });
    return permalink ?? null;
  } catch (error) {
    throw slackRefusal(error) ?? error;
  }
}
