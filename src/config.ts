import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { z } from 'zod';
import type { OwnRule } from './collect/redact/own-rules.ts';
import {
  CHANNEL_NAME,
  type ConfigFile,
  configFileSchema,
  DEFAULT_RETENTION,
  nudgesSchema,
} from './config/file-schema.ts';
import { parseFile, readText, type SourceConfig } from './config/read-file.ts';
import type { DestinationSettings } from './deliver/settings.ts';
import { userError } from './domain/errors.ts';
import type { DestructionRules, RetentionPolicy } from './domain/record.ts';
import { parseDuration } from './domain/time.ts';
import type { ProbesConfig } from './sources/probe/schema.ts';
import type { WebhookSettings } from './webhooks/settings.ts';

/** What the environment says, read once. */
export interface Environment {
  readonly RCA_HOME?: string | undefined;
  readonly RCA_CONFIG?: string | undefined;
  readonly RCA_BROWSER?: string | undefined;
  readonly RCA_REDACTION_KEY?: string | undefined;
  readonly HOST?: string | undefined;
  readonly PORT?: string | undefined;
  readonly SLACK_BOT_TOKEN?: string | undefined;
  readonly SLACK_CLIENT_ID?: string | undefined;
  readonly SLACK_CLIENT_SECRET?: string | undefined;
  readonly SLACK_APP_TOKEN?: string | undefined;
  readonly SLACK_SIGNING_SECRET?: string | undefined;
  readonly SLACK_API_URL?: string | undefined;
  readonly [name: string]: string | undefined;
}

export const environment = (): Environment => process.env;

/** Sets what the AWS SDK's own chain reads; the demo points it at its fixture server so. */
export function setEnvironment(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values);
}

export type SlackInstallationSettings = Readonly<Record<string, { readonly sources: readonly string[] }>>;

export interface Config {
  readonly home: string;
  /** Null when there is no configuration file: defaults. */
  readonly file: string | null;
  /** Null: the name that the database was made with. */
  readonly installation: string | null;
  readonly storeUrl: string;
  /** Null: the role of `storeUrl` migrates. */
  readonly migrationUrl: string | null;
  readonly blobsDir: string;
  readonly checkpoints: { readonly everyMs: number; readonly folder: string };
  readonly policyFile: string | null;
  readonly templatesDir: string | null;
  readonly redaction: {
    /** Null: kept in a file of the home folder, made on first use. */
    readonly masterKey: string | null;
    readonly ipAddresses: 'keep' | 'truncate' | 'pseudonymise';
    readonly rules: readonly OwnRule[];
  };
  readonly retention: RetentionPolicy;
  readonly confirmation: DestructionRules['confirmation'];
  readonly record: {
    readonly controlsFile: string | null;
    readonly deliver: readonly DestinationSettings[];
  };
  readonly seal: {
    /** PEM, or `kms:` and an ARN. */
    readonly key: string | null;
    /** PEM. */
    readonly certificate: string | null;
    /** Path of a file. */
    readonly pkcs12: string | null;
    readonly passphrase: string | null;
    /** PEM. */
    readonly signingKey: string | null;
    readonly timestampUrl: string | null;
  };
  readonly slack: {
    readonly mode: 'socket' | 'http';
    /** Null when workspaces install the app by OAuth. */
    readonly botToken: string | null;
    readonly oauth: {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly redirectUrl: string | null;
      /** Who may install it, by id of workspace or organisation, and the sources that are theirs. */
      readonly installations: SlackInstallationSettings;
    } | null;
    readonly appToken: string | null;
    readonly signingSecret: string | null;
    readonly apiUrl: string | null;
    /** Ids of user groups; empty: whoever writes in the channel. */
    readonly responders: readonly string[];
    /** Ids of user groups by role. */
    readonly approvers: Readonly<Record<string, readonly string[]>>;
    readonly externals: 'read-only' | 'allowed';
    readonly channelName: string;
    readonly invite: readonly string[];
    readonly nudges: z.infer<typeof nudgesSchema>;
  } | null;
  readonly webhooks: WebhookSettings;
  /** Accounts by role, those of `slack.approvers` too; null: nobody is configured. */
  readonly signoffRoles: Readonly<Record<string, { readonly accounts: readonly string[] }>> | null;
  readonly serve: { readonly host: string; readonly port: number };
  readonly sources: readonly SourceConfig[];
  readonly probes: ProbesConfig | null;
  readonly browser: string | null;
}

export interface ConfigOptions {
  /** `--home`, before the environment. */
  readonly home: string | null;
  /** `--config`. */
  readonly file: string | null;
  readonly cwd: string;
  readonly env: Environment;
  /** Settings schema of each source type. */
  readonly sourceTypes: ReadonlyMap<string, z.ZodType>;
}

/** Reads and checks the configuration; throws `CONFIG_*` errors that name file, line, field and mend. */
export function readConfig(options: ConfigOptions): Config {
  const { env, cwd } = options;
  const home = resolve(cwd, options.home ?? env.RCA_HOME ?? '.rca');
  const asked = options.file ?? env.RCA_CONFIG ?? null;
  const path = resolve(cwd, asked ?? 'rca.yaml');
  const found = existsSync(path);
  if (asked !== null && !found) {
    throw userError({
      code: 'CONFIG_MISSING',
      message: 'there is no such configuration file',
      where: path,
      mend: 'give --config or RCA_CONFIG the path of an rca.yaml, or leave both out to use the defaults',
    });
  }
  const base = found ? dirname(path) : home;
  const parsed = found
    ? parseFile(readText(path), path, options)
    : { file: configFileSchema.parse({}), sources: [] };
  const { file } = parsed;
  const at = (relative: string): string => (isAbsolute(relative) ? relative : resolve(base, relative));
  const storeUrl = file.store?.url ?? `pglite:${join(home, 'db')}`;
  return {
    home,
    file: found ? path : null,
    installation: file.installation ?? null,
    storeUrl: storeUrl.startsWith('pglite:') ? `pglite:${at(storeUrl.slice('pglite:'.length))}` : storeUrl,
    migrationUrl: file.store?.migrationUrl ?? null,
    blobsDir: file.blobs ? at(file.blobs.url.slice('file:'.length)) : join(home, 'blobs'),
    checkpoints: {
      everyMs: parseDuration(file.checkpoints?.every ?? '1h', 'checkpoints.every'),
      folder:
        file.checkpoints?.folder === undefined ? join(home, 'checkpoints') : at(file.checkpoints.folder),
    },
    policyFile: file.policy === undefined ? null : at(file.policy),
    templatesDir: file.templates === undefined ? null : at(file.templates),
    redaction: {
      masterKey: file.redaction?.masterKey ?? env.RCA_REDACTION_KEY ?? null,
      ipAddresses: file.redaction?.ipAddresses ?? 'keep',
      rules: file.redaction?.rules ?? [],
    },
    seal: {
      key: file.seal?.key ?? null,
      certificate: file.seal?.certificate ?? null,
      pkcs12: file.seal?.pkcs12 === undefined ? null : at(file.seal.pkcs12.slice('file:'.length)),
      passphrase: file.seal?.passphrase ?? null,
      signingKey: file.seal?.signingKey ?? null,
      timestampUrl: file.seal?.timestampUrl ?? null,
    },
    retention: retentionOf(file),
    confirmation: file.destruction?.confirmation ?? 'none',
    record: {
      controlsFile: file.record?.controls === undefined ? null : at(file.record.controls),
      deliver: (file.record?.deliver ?? []).map((settings) =>
        settings.type === 'folder' ? { ...settings, path: at(settings.path) } : settings,
      ),
    },
    slack: slackOf(file, env, path),
    webhooks: webhooksOf(file, env, path),
    signoffRoles: signoffRolesOf(file),
    serve: {
      host: env.HOST ?? file.serve?.host ?? '127.0.0.1',
      port: portOf(env) ?? file.serve?.port ?? 3000,
    },
    sources: parsed.sources,
    probes: file.probes ?? null,
    browser: env.RCA_BROWSER ?? null,
  };
}

function retentionOf({ retention }: ConfigFile): RetentionPolicy {
  const set = Object.entries(retention ?? {}).filter(([, value]) => value !== undefined);
  return { default: DEFAULT_RETENTION, ...Object.fromEntries(set) };
}

function slackOf(file: ConfigFile, env: Environment, path: string): Config['slack'] {
  const botToken = env.SLACK_BOT_TOKEN || null;
  const oauth = botToken === null ? oauthOf(file, env, path) : null;
  if (botToken === null && oauth === null) return null;
  return {
    mode: file.slack?.mode ?? (env.SLACK_APP_TOKEN ? 'socket' : 'http'),
    botToken,
    oauth,
    appToken: env.SLACK_APP_TOKEN ?? null,
    signingSecret: env.SLACK_SIGNING_SECRET ?? null,
    apiUrl: env.SLACK_API_URL ?? null,
    responders: file.slack?.responders ?? [],
    approvers: file.slack?.approvers ?? {},
    externals: file.slack?.externals ?? 'read-only',
    channelName: file.slack?.channelName ?? CHANNEL_NAME,
    invite: file.slack?.invite ?? [],
    nudges: file.slack?.nudges ?? nudgesSchema.parse({}),
  };
}

type OAuth = NonNullable<NonNullable<Config['slack']>['oauth']>;

function oauthOf(
  file: ConfigFile,
  { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret }: Environment,
  path: string,
): OAuth | null {
  if (!clientId) return null;
  if (clientSecret) {
    return {
      clientId,
      clientSecret,
      redirectUrl: file.slack?.redirectUrl ?? null,
      installations: installationsOf(file, path),
    };
  }
  throw userError({
    code: 'CONFIG_INVALID',
    message: 'SLACK_CLIENT_ID is set and SLACK_CLIENT_SECRET is not',
    where: 'environment variable SLACK_CLIENT_SECRET',
    mend: "set both from the app's settings in Slack, or SLACK_BOT_TOKEN for one workspace",
  });
}

/** Whoever installs the app sees evidence: nobody does who was not let in by name. */
function installationsOf({ slack, sources, probes }: ConfigFile, path: string): SlackInstallationSettings {
  const installations = slack?.installations ?? {};
  if (Object.keys(installations).length === 0) {
    throw userError({
      code: 'CONFIG_INVALID',
      message: 'SLACK_CLIENT_ID is set, and no workspace may install the app',
      where: `${path}, slack.installations`,
      mend: 'add to rca.yaml: slack: { installations: { T0123ABCD: { sources: [] } } }, with the ids of your workspaces or organisations',
    });
  }
  const known = new Set([...(sources ?? []).map(({ id }) => id), ...(probes ? ['probes'] : [])]);
  for (const [id, { sources: asked }] of Object.entries(installations)) {
    const unknown = asked.find((source) => !known.has(source));
    if (unknown === undefined) continue;
    throw userError({
      code: 'CONFIG_INVALID',
      message: `slack.installations.${id}: there is no source "${unknown}"`,
      where: path,
      mend: `name sources by their id: ${[...known].join(', ') || 'none is configured'}`,
    });
  }
  return installations;
}

/** A private channel that is made for an alert's incident has nobody in it but who is invited by configuration. */
function webhooksOf({ webhooks = {}, slack }: ConfigFile, env: Environment, path: string): WebhookSettings {
  const invitesNobody =
    Boolean(env.SLACK_BOT_TOKEN || env.SLACK_CLIENT_ID) && (slack?.invite ?? []).length === 0;
  const unseen = (['alertmanager', 'pagerduty'] as const).find(
    (origin) => webhooks[origin] !== undefined && webhooks[origin].channel === undefined,
  );
  if (!invitesNobody || unseen === undefined) return webhooks;
  throw userError({
    code: 'CONFIG_INVALID',
    message: `webhooks.${unseen}: nobody would be in the channels that are made for its incidents`,
    where: path,
    mend: `name a channel under webhooks.${unseen}.channel, or user groups under slack.invite`,
  });
}

/** A role that only user groups of Slack have is known too, and no account has it elsewhere. */
function signoffRolesOf(file: ConfigFile): Config['signoffRoles'] {
  const inSlack = Object.keys(file.slack?.approvers ?? {}).map((role) => [role, { accounts: [] }] as const);
  const roles = { ...Object.fromEntries(inSlack), ...file.signoff?.roles };
  return Object.keys(roles).length === 0 ? null : roles;
}

function portOf(env: Environment): number | null {
  if (env.PORT === undefined || env.PORT === '') return null;
  const port = Number(env.PORT);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw userError({
    code: 'CONFIG_INVALID',
    message: `"${env.PORT}" is not a port`,
    where: 'environment variable PORT',
    mend: 'set PORT to a number from 0 to 65535',
  });
}
