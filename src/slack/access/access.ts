import type { WebClient } from '@slack/web-api';
import { slackRefusal } from '../../deliver/slack-errors.ts';
import { outsideError, userError } from '../../domain/errors.ts';
import type { People, Person } from '../people.ts';
import type { UserGroups } from './groups.ts';

/** `read` shows, `respond` starts, collects and edits; an approval is given by those of its role. */
export type Right = 'read' | 'respond' | { readonly approve: string };

/** `slack` of the configuration, as far as it says who may do what. Groups by their id, `S…`. */
export interface AccessRules {
  /** Empty: whoever can write in the channel. */
  readonly responders: readonly string[];
  /** Groups of each role. */
  readonly approvers: Readonly<Record<string, readonly string[]>>;
  /** What people of other organisations may do in a Slack Connect channel. */
  readonly externals: 'read-only' | 'allowed';
}

export interface Access {
  /**
   * Throws unless the person has the right: `ACCESS_*` with who has it, `SLACK_*` when Slack does not say who they
   * are. What is not known is not allowed.
   */
  check(userId: string, right: Right): Promise<void>;
}

export interface Home {
  readonly teamId: string;
  readonly enterpriseId: string | null;
}

export function createAccess(
  client: WebClient,
  people: Pick<People, 'person'>,
  groups: UserGroups,
  rules: AccessRules,
): Access {
  let home: Home | undefined;
  const isExternal = async (person: Person): Promise<boolean> => {
    home ??= await homeOf(client);
    if (person.isStranger) return true;
    if (person.teamId === home.teamId) return false;
    return person.enterpriseId === null || person.enterpriseId !== home.enterpriseId;
  };
  const inOneOf = async (userId: string, groupIds: readonly string[]): Promise<boolean> => {
    for (const group of groupIds) if (await groups.includes(group, userId)) return true;
    return false;
  };
  return {
    async check(userId, right) {
      const person = await people.person(userId);
      if (person.isBot)
        throw refused('ACCESS_BOT', 'bots and workflows do not act here', 'ask a person to do it');
      if (person.isDeactivated) {
        throw refused(
          'ACCESS_DEACTIVATED',
          'the account was deactivated',
          'ask a member of the channel to do it',
        );
      }
      if (right === 'read') return;
      if (rules.externals === 'read-only' && (await isExternal(person))) throw external();
      const allowed = right === 'respond' ? rules.responders : rules.approvers[right.approve];
      if (right === 'respond' && rules.responders.length === 0) return;
      if (allowed === undefined) throw noApprovers(right);
      if (await inOneOf(userId, allowed)) return;
      const names = (await groups.names(allowed)).join(', ');
      throw refused(
        'ACCESS_REFUSED',
        `${doing(right)} is for members of ${names}`,
        `ask one of them to do it, or to add you to ${names}`,
      );
    },
  };
}

const doing = (right: Right): string =>
  typeof right === 'object' ? `approval as ${right.approve}` : 'to start, collect and edit';

const refused = (code: string, message: string, mend: string) => userError({ code, message, mend });

const external = () =>
  refused(
    'ACCESS_EXTERNAL',
    'people of other organisations read here, and those of this workspace start, collect and edit',
    'ask a member of this workspace to do it, or the operator to set slack.externals to allowed',
  );

const noApprovers = (right: Right) =>
  refused(
    'ACCESS_REFUSED',
    `nobody is named for ${doing(right)}`,
    'ask the operator to name a user group under slack.approvers',
  );

/** https://docs.slack.dev/reference/methods/auth.test: whose app this is. */
export async function homeOf(client: WebClient): Promise<Home> {
  try {
    const { team_id: teamId, enterprise_id: enterpriseId } = await client.auth.test();
    if (teamId === undefined) {
      throw outsideError({
        code: 'SLACK_HOME_UNKNOWN',
        message: 'Slack does not tell which workspace the app belongs to',
        mend: 'install the app in the workspace again, from manifest.yml',
      });
    }
    return { teamId, enterpriseId: enterpriseId ?? null };
  } catch (error) {
    throw slackRefusal(error) ?? error;
  }
}
