import { ErrorCode, type WebAPIRateLimitedError } from '@slack/web-api';
import { Postponed } from '../jobs/jobs.ts';

/** Frees the worker when Slack wants it to wait for longer than the client does: the job comes back then. */
export async function handingBack(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isRateLimited(error)) throw new Postponed(error.retryAfter * 1_000);
    throw error;
  }
}

/** https://docs.slack.dev/apis/web-api/rate-limits */
export const isRateLimited = (error: unknown): error is WebAPIRateLimitedError =>
  error instanceof Error && 'code' in error && error.code === ErrorCode.RateLimitedError;
