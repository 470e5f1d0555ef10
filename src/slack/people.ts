import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackRefusal } from '../deliver/slack-errors.ts';
import type { RcaError } from '../domain/errors.ts';
import type { Zones } from './zones.ts';

const KEPT_MS = 3_600_000;
const REFUSED_MS = 60_000;
const KEPT_MAX = 10_000;

/** What Slack tells of whoever acts. Names change and are not kept: people are known by their id. */
export interface Person {
  readonly zone: string | null;
  /** Their own workspace, which in a Slack Connect channel is not ours. */
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
  readonly isStranger: boolean;
  readonly isDeactivated: boolean;
  readonly isBot: boolean;
}

/** People by their id, `U…` or, in an enterprise, `W…`. */
export interface People extends Zones {
  /** Asks Slack once an hour. Throws `SLACK_*` when Slack refuses to say, and the SDK's error when it cannot be asked. */
  person(userId: string): Promise<Person>;
}

type Told = { readonly person: Person } | { readonly refusal: RcaError };

/** https://docs.slack.dev/reference/methods/users.info, scope users:read; https://docs.slack.dev/apis/slack-connect */
export function createPeople(client: WebClient, log: Logger, nowMs: () => number = Date.now): People {
  const kept = new Map<string, { readonly told: Told; readonly untilMs: number }>();
  const fresh = (userId: string): Told | undefined => {
    const found = kept.get(userId);
    return found !== undefined && found.untilMs > nowMs() ? found.told : undefined;
  };
  const ask = async (userId: string): Promise<Told> => {
    const found = fresh(userId);
    if (found) return found;
    const told = await tell(client, userId);
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(userId, { told, untilMs: nowMs() + ('person' in told ? KEPT_MS : REFUSED_MS) });
    return told;
  };
  return {
    known(userId) {
      const found = fresh(userId);
      return found && 'person' in found ? found.person.zone : null;
    },
    async of(userId) {
      const told = await ask(userId);
      if ('person' in told) return told.person.zone;
      log.warn({ err: told.refusal }, 'Slack does not tell the time zone of a person: UTC is taken');
      return null;
    },
    async person(userId) {
      const told = await ask(userId);
      if ('person' in told) return told.person;
      throw told.refusal;
    },
  };
}

async function tell(client: WebClient, userId: string): Promise<Told> {
  try {
    const { user } = await client.users.info({ user: userId });
    return {
      person: {
        zone: user?.tz ?? null,
        teamId: user?.team_id ?? null,
        enterpriseId: user?.enterprise_user?.enterprise_id ?? null,
        isStranger: user?.is_stranger === true,
        isDeactivated: user?.deleted === true,
        isBot: user?.is_bot === true || userId === 'USLACKBOT',
      },
    };
  } catch (error) {
    const refusal = slackRefusal(error);
    if (refusal === undefined) throw error;
    return { refusal };
  }
}
