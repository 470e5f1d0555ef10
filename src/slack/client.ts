import { setTimeout as wait } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { sdkLog } from './sdk-log.ts';

/** Long enough for a pack of 200 MB. */
const REQUEST_TIMEOUT_MS = 120_000;
const READ_TIMEOUT_MS = 30_000;

/** What a worker waits for itself when Slack's rate limit says so; for longer the job is handed back. */
const RATE_WAIT_S_MAX = 5;
const RATE_WAITS_MAX = 3;

/**
 * Client of the Web API for job handlers. It waits for a few seconds when a 429's Retry-After says so, rejects
 * with the SDK's rate limit error when it says more, and repeats a request a few times; longer troubles are the
 * job queue's, whose retries outlive this process.
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
    // The SDK's own waiting holds up every call of the client, for as long as Slack says.
    rejectRateLimitedCalls: true,
    fetch: patientFetch,
  });
}

/** Client that gets tokens and has none. */
export const createTokenClient = ({ apiUrl }: { readonly apiUrl: string | null }, log: Logger): WebClient =>
  new WebClient(undefined, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    logger: sdkLog(log),
    retryConfig: { retries: 1 },
    timeout: READ_TIMEOUT_MS,
  });

const CLIENTS_MAX = 1_000;

/** The client of each bot token, made once; every workspace that installed the app has its own. */
export function createClientPool(apiUrl: string | null, log: Logger): (botToken: string) => WebClient {
  const clients = new Map<string, WebClient>();
  return (botToken) => {
    const client = clients.get(botToken) ?? createSlackClient({ botToken, apiUrl }, log);
    if (clients.size >= CLIENTS_MAX) clients.clear();
    clients.set(botToken, client);
    return client;
  };
}

const patientFetch: typeof fetch = async (input, init) => {
  for (let waits = 0; ; waits++) {
    const response = await fetch(input, init);
    const waitS = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
    if (response.status !== 429 || waits === RATE_WAITS_MAX || !(waitS <= RATE_WAIT_S_MAX)) return response;
    await response.body?.cancel();
    await wait(waitS * 1_000, undefined, init?.signal ? { signal: init.signal } : {});
  }
};
/**
 * Client for reading what people wrote: it neither waits nor repeats, because an app that is limited to one
 * request a minute would hold a worker for as long. The job asks again.
 */
export function createSlackReader(
  options: { readonly botToken: string; readonly apiUrl: string | null },
  log: Logger,
): WebClient {
  return new WebClient(options.botToken, {
    ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }),
    logger: sdkLog(log),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: READ_TIMEOUT_MS,
  });
}
