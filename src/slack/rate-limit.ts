import { ErrorCode, type WebAPIRateLimitedError } from '@slack/web-api';

/**
 * How long Slack asks to be left alone, in milliseconds; undefined when the error is no rate limit.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export const retryAfterMs = (error: unknown): number | undefined =>
  isRateLimited(error) ? Math.max(1, error.retryAfter) * 1_000 : undefined;

const isRateLimited = (error: unknown): error is WebAPIRateLimitedError =>
  error instanceof Error && 'code' in error && error.code === ErrorCode.RateLimitedError;
