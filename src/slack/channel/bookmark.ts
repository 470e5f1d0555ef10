import { slackAnswer, slackRefusal } from '../../deliver/slack-errors.ts';
import { RcaError } from '../../domain/errors.ts';
import type { Work } from '../handlers.ts';

/** Bookmarks that the app keeps at the top of an incident's channel. */
export type BookmarkTitle = 'Timeline' | 'RCA' | 'Evidence pack';

/**
 * Brings a bookmark to where the latest one is: made once, edited from then on. One that people have removed stays away,
 * and a channel that takes none does not fail what was asked for. Scope bookmarks:write.
 */
export async function keepBookmark(
  title: BookmarkTitle,
  channelId: string,
  linkOf: () => Promise<string | null>,
  { client, links, log }: Pick<Work, 'client' | 'links' | 'log'>,
): Promise<void> {
  const key = `bookmark:${channelId}:${title}`;
  try {
    const link = await linkOf();
    if (link === null) return;
    const made = await links.messageOf(key);
    if (made) {
      await client.bookmarks.edit({ channel_id: channelId, bookmark_id: made.ts, link });
      return;
    }
    const { bookmark } = await client.bookmarks.add({ channel_id: channelId, title, type: 'link', link });
    await links.keepMessage(key, { channelId, ts: bookmark?.id ?? '' });
  } catch (error) {
    const refusal = error instanceof RcaError ? error : slackRefusal(error);
    if (refusal === undefined || refusal.code === 'SLACK_TOKEN_REFUSED') throw refusal ?? error;
    log.info(
      { err: refusal, channelId, answer: slackAnswer(error) },
      `the bookmark ${title} is left as it is`,
    );
  }
}
