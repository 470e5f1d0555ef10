import type { Installation } from '@slack/oauth';
import { z } from 'zod';
import type { SlackInstallationSettings } from '../../config.ts';
import { outsideError, userError } from '../../domain/errors.ts';
import { toIso } from '../../domain/time.ts';
import type { InstallationRow, Installer, SlackInstallations } from '../../incident/slack-installations.ts';
import type { Seal } from './seal.ts';

/** The bot's token and what belongs to it. Tokens of people are never asked for, and none is kept. */
const tokenSchema = z.object({
  token: z.string(),
  refreshToken: z.string().optional(),
  /** Seconds since 1970; absent: it does not expire. */
  expiresAt: z.number().optional(),
});
export type BotToken = z.infer<typeof tokenSchema>;

/** https://docs.slack.dev/reference/methods/oauth.v2.access with `grant_type: refresh_token` */
export type Refresh = (refreshToken: string) => Promise<BotToken>;

/** As Slack recommends: https://docs.slack.dev/authentication/using-token-rotation */
const REFRESH_BEFORE_S = 2 * 3_600;

export interface Installations {
  /** A new installation, or the same one anew. Throws `SLACK_INSTALLATION_REFUSED` for one that is not on the list. */
  keep(installation: Installation): Promise<void>;
  /**
   * The token for a tenant (`tenantOf`), refreshed when it is about to expire: an organisation's own, else that of its
   * one workspace. Throws `SLACK_NOT_INSTALLED`, `SLACK_INSTALLED_TWICE`, `SLACK_TOKEN_SEALED`.
   */
  tokenOf(tenant: string): Promise<string>;
  /** Ids of the sources that are the tenant's. Throws as `tokenOf`. */
  sourcesOf(tenant: string): Promise<readonly string[]>;
  /** The only tenant, or null when there are none or several. */
  onlyTenant(): Promise<string | null>;
  /** The app was uninstalled, or its bot's token revoked, at that time; a later installation stays. */
  removed(installer: Installer, atMs: number): Promise<void>;
}

export function createInstallations(
  rows: SlackInstallations,
  seal: Seal,
  refresh: Refresh,
  nowMs: () => number,
  allowed: SlackInstallationSettings,
): Installations {
  const settingsOf = ({ enterprise, team }: Installer) =>
    (team === null ? undefined : allowed[team]) ?? (enterprise === null ? undefined : allowed[enterprise]);
  const opened = (row: InstallationRow): BotToken =>
    tokenSchema.parse(JSON.parse(seal.open(row.sealed, row)));
  const isFresh = ({ expiresAt }: BotToken): boolean =>
    expiresAt === undefined || expiresAt - REFRESH_BEFORE_S > nowMs() / 1_000;

  /** A refresh token is good for one time: of replicas that use it at once, one succeeds and stores the next. */
  async function refreshed(row: InstallationRow, old: BotToken & { refreshToken: string }): Promise<string> {
    try {
      const next = await refresh(old.refreshToken);
      await rows.renew(row, seal.close(JSON.stringify(next), row));
      return next.token;
    } catch (error) {
      const now = await rows.find(row);
      if (now !== null && now.sealed !== row.sealed) return opened(now).token;
      throw error;
    }
  }

  /** Who was taken off the list is served no more. */
  function letIn(row: InstallationRow, tenant: string): InstallationRow {
    if (settingsOf(row) === undefined) throw notInstalled(tenant);
    return row;
  }

  async function rowOf(tenant: string): Promise<InstallationRow> {
    const own = await rows.find({ enterprise: null, team: tenant });
    if (own !== null) return letIn(own, tenant);
    const ofEnterprise = await rows.ofEnterprise(tenant);
    const row = ofEnterprise.find(({ team }) => team === null) ?? ofEnterprise[0];
    if (row === undefined) throw notInstalled(tenant);
    if (row.team !== null && ofEnterprise.length > 1) throw installedTwice(tenant);
    return letIn(row, tenant);
  }

  const refreshing = new Map<string, Promise<string>>();
  return {
    async keep({ enterprise, team, isEnterpriseInstall, bot }) {
      if (bot === undefined) throw withoutBot();
      const installer = {
        enterprise: enterprise?.id ?? null,
        team: isEnterpriseInstall === true ? null : (team?.id ?? null),
      };
      if (settingsOf(installer) === undefined) throw refused(installer);
      const sealed = seal.close(JSON.stringify(tokenSchema.parse(bot)), installer);
      await rows.keep({ ...installer, botUser: bot.userId, sealed, installedAt: toIso(nowMs()) });
    },

    async tokenOf(tenant) {
      const row = await rowOf(tenant);
      const token = opened(row);
      const { refreshToken } = token;
      if (refreshToken === undefined || isFresh(token)) return token.token;
      const running = refreshing.get(tenant) ?? refreshed(row, { ...token, refreshToken });
      refreshing.set(tenant, running);
      return running.finally(() => refreshing.delete(tenant));
    },

    async sourcesOf(tenant) {
      return settingsOf(await rowOf(tenant))?.sources ?? [];
    },

    async onlyTenant() {
      const served = (await rows.all()).filter((row) => settingsOf(row) !== undefined);
      const tenants = new Set(served.map(({ enterprise, team }) => enterprise ?? team));
      const [only = null, ...others] = tenants;
      return others.length === 0 ? only : null;
    },

    removed: (installer, atMs) => rows.remove(installer, toIso(atMs)),
  };
}

const notInstalled = (tenant: string) =>
  userError({
    code: 'SLACK_NOT_INSTALLED',
    message: 'the app is not installed in this workspace, or is not let in any more',
    where: tenant,
    mend: 'install it again from /slack/install of this service',
  });

export const REFUSED = 'SLACK_INSTALLATION_REFUSED';

const refused = ({ enterprise, team }: Installer) =>
  userError({
    code: REFUSED,
    message: 'the app was not installed: its operator has not let this workspace in',
    where: [team, enterprise].filter((id) => id !== null).join(' of '),
    mend: `if it is yours, add to rca.yaml: slack: { installations: { ${team ?? enterprise}: { sources: [] } } }`,
  });

const installedTwice = (tenant: string) =>
  userError({
    code: 'SLACK_INSTALLED_TWICE',
    message: 'the app is installed in several workspaces of one organisation',
    where: tenant,
    mend: 'install it once for the whole organisation, and take it out of its workspaces',
  });

const withoutBot = () =>
  outsideError({
    code: 'SLACK_WITHOUT_BOT',
    message: 'Slack gave no token for a bot',
    mend: 'give the app its bot user and scopes by manifest.yml, and install it again',
  });
