import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { sdkLog } from './sdk-log.ts';

/** Long enough for a pack of 200 MB. */
const REQUEST_TIMEOUT_MS = 120_000;

/**
 * Client of the Web API for job handlers. It waits as long as a 429's Retry-After says and repeats a request
 * a few times; longer troubles are the job queue's, whose retries outlive this process.
 */
export function createSlackClient(
  options: { readonly botToken: string; readonly apiUrl: string | null },
  log: Logger,
): WebClient {
  return new WebClient(options.botToken, {
    ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }),
    logger: sdkLog(log),
    retryConfig: { retries: 3, minTimeout: 200, factor: 2 },
    timeout: REQUEST_TIMEOUT_MS,
  });
}
