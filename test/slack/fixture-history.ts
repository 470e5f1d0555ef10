/** A message as far as paging needs it. */
export interface HistoryMessage {
  readonly ts: string;
  readonly thread_ts?: string;
}

export const HISTORY_METHODS: ReadonlySet<string> = new Set([
  'conversations.history',
  'conversations.replies',
]);

type Whole =
  | { readonly ok: true; readonly messages: readonly HistoryMessage[] }
  | { readonly ok: false; readonly error: string };

/**
 * A page of messages as https://docs.slack.dev/reference/methods/conversations.history and
 * https://docs.slack.dev/apis/web-api/pagination describe it: `oldest` and `latest` are excluded unless
 * `inclusive`, at most `limit` (by default 100, no more than the tier allows), the rest behind a cursor. A thread's
 * first message comes whatever the window is.
 */
export function historyReply(whole: Whole, asked: Record<string, string>, messagesMax: number): object {
  if (!whole.ok) return whole;
  const oldest = Number(asked['oldest'] ?? 0);
  const latest = Number(asked['latest'] ?? Number.POSITIVE_INFINITY);
  const isInclusive = asked['inclusive'] === 'true';
  const within = whole.messages.filter(({ ts }) => {
    const at = Number(ts);
    return ts === asked['ts'] || (isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest);
  });
  const limit = Math.min(Number(asked['limit'] ?? 100), messagesMax);
  const from = Buffer.from(asked['cursor'] ?? '', 'base64url')
    .toString()
    .replace('next_ts:', '');
  const start = Math.max(
    0,
    within.findIndex(({ ts }) => ts === from),
  );
  const messages = within.slice(start, start + limit);
  const next = within[start + messages.length];
  return {
    ok: true,
    messages,
    has_more: next !== undefined,
    pin_count: 0,
    response_metadata: { next_cursor: next ? Buffer.from(`next_ts:${next.ts}`).toString('base64url') : '' },
  };
}
