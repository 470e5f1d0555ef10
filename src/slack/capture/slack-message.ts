import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

export const fileSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  created: z.number().nullish(),
  mode: z.string().nullish(),
  is_external: z.boolean().nullish(),
  file_access: z.string().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
});
/** https://docs.slack.dev/reference/objects/file-object */
export type SlackFile = z.infer<typeof fileSchema>;

const messageSchema = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.unknown()).optional(),
  edited: z.object({ ts: z.string() }).optional(),
  files: z.array(fileSchema).optional(),
  reactions: z.array(z.object({ name: z.string(), count: z.number() })).optional(),
});
export type SlackMessage = z.infer<typeof messageSchema>;

/**
 * One message as it is now, also one of a thread; undefined when there is none.
 * https://docs.slack.dev/reference/methods/conversations.history and conversations.replies: one of the two holds it.
 */
export async function readMessage(
  client: WebClient,
  channel: string,
  ts: string,
): Promise<SlackMessage | undefined> {
  const asked = { channel, oldest: ts, latest: ts, inclusive: true, limit: 1 };
  const history = await client.conversations.history(asked);
  const found = messageIn(history.messages, ts);
  if (found) return found;
  try {
    const replies = await client.conversations.replies({ ...asked, ts });
    return messageIn(replies.messages, ts);
  } catch (error) {
    if (isThreadNotFound(error)) return undefined;
    throw error;
  }
}

const messageIn = (messages: readonly unknown[] | undefined, ts: string): SlackMessage | undefined =>
  (messages ?? []).map((message) => messageSchema.safeParse(message).data).find((each) => each?.ts === ts);

const notFoundSchema = z.object({ data: z.object({ error: z.literal('thread_not_found') }) });

/** The first message of the thread is gone. */
export const isThreadNotFound = (error: unknown): boolean => notFoundSchema.safeParse(error).success;
