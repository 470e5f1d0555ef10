import type { WebClient } from '@slack/web-api';
import { slackRefusal } from '../../deliver/slack-errors.ts';
import { outsideError } from '../../domain/errors.ts';

/** A member stays one for this long at most after they left the group. */
const KEPT_MS = 5 * 60_000;
/** Whoever was just added to a group need not wait for longer. */
const MISSED_MS = 20_000;

/** Members of user groups, by the group's id `S…`. */
export interface UserGroups {
  /** Throws `SLACK_*` when Slack refuses to say: nobody is a member by default. */
  includes(groupId: string, userId: string): Promise<boolean>;
  /** Asks Slack, as `includes` does; throws the same. */
  members(groupId: string): Promise<readonly string[]>;
  /** `@handle` of each group for people to read, the id where Slack does not tell it. */
  names(groupIds: readonly string[]): Promise<readonly string[]>;
}

/**
 * https://docs.slack.dev/reference/methods/usergroups.users.list and usergroups.list, scope usergroups:read. A
 * disabled group has no members.
 */
export function createUserGroups(client: WebClient, nowMs: () => number = Date.now): UserGroups {
  const kept = new Map<string, { readonly users: ReadonlySet<string>; readonly askedMs: number }>();
  return {
    async includes(groupId, userId) {
      const known = kept.get(groupId);
      const ageMs = known === undefined ? Number.POSITIVE_INFINITY : nowMs() - known.askedMs;
      if (known?.users.has(userId) && ageMs < KEPT_MS) return true;
      if (ageMs < MISSED_MS) return false;
      const askedMs = nowMs();
      const users = await membersOf(client, groupId);
      kept.set(groupId, { users, askedMs });
      return users.has(userId);
    },
    members: async (groupId) => [...(await membersOf(client, groupId))],
    async names(groupIds) {
      const handles = await handlesOf(client);
      return groupIds.map((id) => handles.get(id) ?? id);
    },
  };
}

async function membersOf(client: WebClient, groupId: string): Promise<ReadonlySet<string>> {
  try {
    const { users } = await client.usergroups.users.list({ usergroup: groupId });
    return new Set(users);
  } catch (error) {
    const refusal = slackRefusal(error);
    if (refusal === undefined) throw error;
    if (refusal.code !== 'SLACK_REFUSED') throw refusal;
    throw outsideError(
      {
        code: 'SLACK_GROUP_UNKNOWN',
        message: `Slack does not tell who is in the user group ${groupId}, so nobody is let in by it`,
        where: 'slack.responders, slack.approvers',
        mend: 'ask the operator to name a user group that exists and is not disabled',
      },
      error,
    );
  }
}

/** Only for the wording of a refusal, which must not fail for it. */
async function handlesOf(client: WebClient): Promise<ReadonlyMap<string, string>> {
  try {
    const { usergroups = [] } = await client.usergroups.list();
    return new Map(usergroups.flatMap(({ id, handle }) => (id && handle ? [[id, `@${handle}`]] : [])));
  } catch (error) {
    if (slackRefusal(error) === undefined) throw error;
    return new Map();
  }
}
