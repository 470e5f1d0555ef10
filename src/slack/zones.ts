import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackRefusal } from '../deliver/slack-errors.ts';

const KEPT_MS = 12 * 3_600_000;
const REFUSED_MS = 10 * 60_000;
const KEPT_MAX = 10_000;

/** Time zones of people, from their profiles. */
export interface Zones {
  /** What is known without asking Slack: null when nothing is. */
  known(userId: string): string | null;
  /** Asks Slack once in half a day; null when Slack refuses to say. Throws when Slack cannot be asked. */
  of(userId: string): Promise<string | null>;
}

/** https://docs.slack.dev/reference/methods/users.info: `tz` of a user, scope users:read. */
export function createZones(client: WebClient, log: Logger, nowMs: () => number = Date.now): Zones {
  const kept = new Map<string, { readonly zone: string | null; readonly untilMs: number }>();
  const fresh = (userId: string) => {
    const found = kept.get(userId);
    return found !== undefined && found.untilMs > nowMs() ? found : undefined;
  };
  return {
    known: (userId) => fresh(userId)?.zone ?? null,
    async of(userId) {
      const found = fresh(userId);
      if (found) return found.zone;
      const zone = await client.users.info({ user: userId }).then(
        ({ user }) => user?.tz ?? null,
        (error: unknown) => {
          if (slackRefusal(error) === undefined) throw error;
          log.warn({ err: error }, 'Slack does not tell the time zone of a person: UTC is taken');
          return null;
        },
      );
      if (kept.size >= KEPT_MAX) kept.clear();
      kept.set(userId, { zone, untilMs: nowMs() + (zone === null ? REFUSED_MS : KEPT_MS) });
      return zone;
    },
  };
}
