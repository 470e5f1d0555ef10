import { z } from 'zod';

const replySchema = z.object({
  messages: z.array(z.record(z.string(), z.unknown())).default([]),
  has_more: z.boolean().nullish(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});

const threadSchema = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  reply_count: z.number().positive(),
});

/** A reply as it is kept. */
export interface HistoryPage {
  readonly bytes: Uint8Array;
  readonly messages: number;
  /** Whether the reply says that there is more. */
  readonly isCut: boolean;
  readonly nextCursor: string | null;
  /** Threads that begin in it. */
  readonly threads: readonly string[];
}

/** What names people, or gives away files: it is no part of what was said. */
const DROPPED = /^(?:user_profile|permalink_public|thumb_\w+|pub_secret|avatar_hash)$/;

const kept = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(kept);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (DROPPED.test(name) ? [] : [[name, kept(member)]])),
  );
};

/**
 * Reads a reply of conversations.history or conversations.replies. A thread's pages repeat the message that it
 * begins with, which stands in the channel's: it is left out.
 */
export function historyPage(reply: unknown, thread: string | null): HistoryPage {
  const { messages, has_more: hasMore, response_metadata: more } = replySchema.parse(reply);
  const own = messages.filter((message) => thread === null || message['ts'] !== thread);
  const nextCursor = more?.next_cursor || null;
  const threads = messages.flatMap((message) => {
    const begun = threadSchema.safeParse(message).data;
    return begun !== undefined && (begun.thread_ts ?? begun.ts) === begun.ts ? [begun.ts] : [];
  });
  return {
    bytes: new TextEncoder().encode(JSON.stringify({ messages: own.map(kept), has_more: hasMore ?? false })),
    messages: messages.length,
    isCut: nextCursor !== null,
    nextCursor,
    threads: thread === null ? threads : [],
  };
}
