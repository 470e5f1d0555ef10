import type { Logger } from 'pino';

/** Slack waits three seconds for the acknowledgement, network included. */
const STORE_DEADLINE_MS = 2_000;

/** False when the deadline came first; what happens to the request afterwards is only logged. */
export async function inTime(storing: Promise<void>, log: Logger): Promise<boolean> {
  const deadline = Promise.withResolvers<false>();
  const timer = setTimeout(() => {
    storing.catch((error: unknown) => log.error({ err: error }, 'a late Slack request was not stored'));
    deadline.resolve(false);
  }, STORE_DEADLINE_MS);
  try {
    return await Promise.race([storing.then(() => true), deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}
