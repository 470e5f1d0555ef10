import type { HistoryStep } from '../../incident/capture/history.ts';

/** What to ask Slack for next. */
export interface HistoryRequest {
  /** Of a thread, by its first message's `ts`; null is the channel. */
  readonly thread: string | null;
  readonly cursor: string | null;
}

/**
 * What follows the pages that are kept: the channel to its end, then each thread that begins in it, in the order
 * in which they were found. Null when all is read.
 */
export function nextRequest(steps: readonly HistoryStep[]): HistoryRequest | null {
  const last = steps.at(-1);
  if (last === undefined) return { thread: null, cursor: null };
  if (last.nextCursor !== null) return { thread: last.thread, cursor: last.nextCursor };
  const read = new Set(steps.map(({ thread }) => thread));
  const thread = steps.flatMap(({ threads }) => threads).find((each) => !read.has(each));
  return thread === undefined ? null : { thread, cursor: null };
}

/** The most that apps outside of the Marketplace are given at once, once a minute. */
const SLOW_TIER = { messages: 15, paceMs: 60_000 } as const;

/**
 * How long to wait before the next page. A reply cut at 15 although more was asked for comes from the slow tier
 * (https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps): its pace is kept from
 * then on, so that no request is wasted on a refusal.
 */
export const paceAfter = (
  paceMs: number,
  reply: { readonly messages: number; readonly isCut: boolean },
): number => (reply.isCut && reply.messages === SLOW_TIER.messages ? SLOW_TIER.paceMs : paceMs);
