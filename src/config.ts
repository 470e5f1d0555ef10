import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type OwnRule, ownRulesSchema } from './collect/redact/own-rules.ts';
import { type DestinationSettings, destinationsSchema } from './deliver/settings.ts';
import { messageOf, userError } from './domain/errors.ts';
import { installationSchema } from './domain/origin.ts';
import type { RetentionPolicy } from './domain/record.ts';
import { roleSchema } from './domain/signoff.ts';
import { parseDuration } from './domain/time.ts';
import { type ProbesConfig, probesSchema } from './sources/probe/schema.ts';
import { type WebhookSettings, webhooksSchema } from './webhooks/settings.ts';

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

const sourceSchema = z
  .looseObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 40 at most')
      .refine((id) => id !== 'import', 'import is the name of imported files'),
    type: z.string(),
  })
  .describe('A system that holds evidence; further fields depend on its type (src/sources/*/readme.md).');

const period = z.string().regex(/^\d{1,4}[dwmy]$/, 'a whole number and d, w, m or y: 90d, 18m, 7y');

const DEFAULT_RETENTION = '3y';
const CHANNEL_NAME = 'inc-{number}-{slug}';

const userGroupSchema = z.string().regex(/^S[A-Z0-9]+$/, 'id of a user group, such as S0123ABCD');
const nudgesSchema = z.strictObject({
  about: z
    .array(z.enum(['draft-due', 'action-overdue']))
    .default(['draft-due', 'action-overdue'])
    .describe('Conditions; an empty list asks for nothing.'),
  draftDueBusinessDays: z.int().min(0).max(60).default(3),
  everyHours: z.int().min(1).max(720).default(24),
  max: z.int().min(0).max(20).default(3).describe('Of one condition in one incident, ever.'),
});

/** `rca.yaml`. Its JSON Schema is docs/schema/config.schema.json. */
export const configFileSchema = z.strictObject({
  installation: installationSchema
    .optional()
    .describe(
      'Name of this installation, in no other use: it begins the origin of checkpoints of incidents started here. By default a random one that was made with the database.',
    ),
  store: z
    .strictObject({
      url: z
        .string()
        .regex(/^(pglite:|postgres(ql)?:\/\/)/, 'pglite:DIR or postgres://…')
        .describe('pglite:DIR for the embedded database, postgres://… for a server.'),
      migrationUrl: z
        .string()
        .regex(/^postgres(ql)?:\/\//, 'postgres://…')
        .optional()
        .describe(
          'URL of the role that owns the tables, when that of `url` may not change them (db/roles.sql).',
        ),
    })
    .optional(),
  blobs: z
    .strictObject({
      url: z
        .string()
        .regex(/^file:/, 'file:DIR')
        .describe('file:DIR'),
    })
    .optional(),
  checkpoints: z
    .strictObject({
      every: z
        .string()
        .regex(/^[1-9]\d{0,5}[mhd]$/, 'a number and m, h or d, such as 1h')
        .optional()
        .describe('How often rca serve makes a checkpoint of each ledger that grew; 1h by default.'),
      folder: z
        .string()
        .optional()
        .describe('Where checkpoints are written to; checkpoints in the home folder by default.'),
    })
    .optional()
    .describe('Signed heads of the ledgers, kept outside of the store.'),
  slack: z
    .strictObject({
      mode: z.enum(['socket', 'http']).default('socket'),
      responders: z
        .array(userGroupSchema)
        .default([])
        .describe(
          'User groups whose members start, collect and edit; without any, who writes in the channel.',
        ),
      approvers: z
        .record(
          z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens'),
          z.array(userGroupSchema).min(1),
        )
        .default({})
        .describe('User groups whose members approve, by role.'),
      externals: z
        .enum(['read-only', 'allowed'])
        .default('read-only')
        .describe('What people of other organisations may do in a Slack Connect channel.'),
      channelName: z
        .string()
        .regex(/\{number\}/, 'a pattern with {number} in it')
        .default(CHANNEL_NAME)
        .describe('Name of a channel that /rca start … new channel makes, from {year}, {number} and {slug}.'),
      redirectUrl: z
        .url({ protocol: /^https$/ })
        .optional()
        .describe(
          'Address of /slack/oauth_redirect of this service, when the app is configured with several.',
        ),
      invite: z
        .array(userGroupSchema)
        .default([])
        .describe('User groups that are invited into such a channel.'),
      nudges: nudgesSchema.optional().describe('What is asked for again in the channel of an incident.'),
    })
    .optional(),
  webhooks: webhooksSchema.optional(),
  policy: z
    .string()
    .optional()
    .describe('Policy file; templates/policy.yaml of the installation by default.'),
  templates: z.string().optional().describe('Folder whose files replace templates of the same name.'),
  redaction: z
    .strictObject({
      masterKey: z.string().optional().describe('At least 32 characters, as ${NAME} or file:PATH.'),
      ipAddresses: z.enum(['keep', 'truncate', 'pseudonymise']).default('keep'),
      rules: ownRulesSchema
        .default([])
        .describe('Rules of your own: by names of fields, or by prefix, characters and length of a value.'),
    })
    .optional(),
  seal: z
    .strictObject({
      key: z
        .string()
        .optional()
        .describe(
          'EC P-256 or RSA key that signs the PDF: PEM as ${NAME} or file:PATH, or kms:ARN of a key in AWS KMS.',
        ),
      certificate: z
        .string()
        .optional()
        .describe('Certificate of `key`, then those that vouch for it, PEM, as ${NAME} or file:PATH.'),
      pkcs12: z
        .string()
        .regex(/^file:/, 'file:PATH')
        .optional()
        .describe('PKCS #12 file, as file:PATH, instead of `key` and `certificate`.'),
      passphrase: z.string().optional().describe('Of `pkcs12`, as ${NAME} or file:PATH.'),
      signingKey: z
        .string()
        .optional()
        .describe('Ed25519 key, PEM PKCS#8, that signs checkpoint and SHA256SUMS, as ${NAME} or file:PATH.'),
      timestampUrl: z
        .url({ protocol: /^https?$/ })
        .optional()
        .describe('Timestamp authority (RFC 3161 over HTTP) that is asked for each pack.'),
    })
    .refine(({ key, certificate }) => (key === undefined) === (certificate === undefined), {
      error: 'key and certificate belong together',
    })
    .refine(({ pkcs12, passphrase }) => (pkcs12 === undefined) === (passphrase === undefined), {
      error: 'pkcs12 and passphrase belong together',
    })
    .refine(({ key, pkcs12 }) => key === undefined || pkcs12 === undefined, {
      error: 'the key is given twice: by key and by pkcs12',
    })
    .refine(
      ({ key, pkcs12, signingKey }) => key !== undefined || pkcs12 !== undefined || signingKey !== undefined,
      { error: 'none of key, pkcs12 and signingKey is given' },
    )
    .optional()
    .describe('Who signs evidence packs. Without it packs are unsealed and say so.'),
  signoff: z
    .strictObject({
      roles: z
        .record(
          roleSchema,
          z.strictObject({
            accounts: z
              .array(z.string().regex(/^[a-z]+:\S+$/, 'an account as the ledger shows it, such as cli:alice'))
              .describe('Who may sign off in this role, as the ledger shows accounts: cli:alice.'),
          }),
        )
        .describe('Roles that sign documents off. Without it any account may, and the pack says so.'),
    })
    .optional(),
  retention: z
    .strictObject({
      default: period.default(DEFAULT_RETENTION),
      sev1: period.optional(),
      sev2: period.optional(),
      sev3: period.optional(),
      sev4: period.optional(),
    })
    .optional()
    .describe(
      'How long the content of an incident is kept, from its close; while it is open, from its last pack, without one from its start.',
    ),
  record: z
    .strictObject({
      controls: z
        .string()
        .optional()
        .describe('Control mapping; templates/controls.yaml of the installation by default.'),
      deliver: destinationsSchema,
    })
    .optional(),
  serve: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535).default(3000),
    })
    .optional(),
  sources: z.array(sourceSchema).default([]),
  probes: probesSchema
    .optional()
    .describe('Synthetic checks that rca probe sends, and the only targets that they are ever sent to.'),
});

type ConfigFile = z.infer<typeof configFileSchema>;

export interface SourceConfig {
  readonly id: string;
  readonly type: string;
  /** Parsed by the source's own schema. */
  readonly settings: unknown;
}

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
    record: {
      controlsFile: file.record?.controls === undefined ? null : at(file.record.controls),
      deliver: (file.record?.deliver ?? []).map((settings) =>
        settings.type === 'folder' ? { ...settings, path: at(settings.path) } : settings,
      ),
    },
    slack: slackOf(file, env),
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

function slackOf(file: ConfigFile, env: Environment): Config['slack'] {
  const botToken = env.SLACK_BOT_TOKEN || null;
  const oauth = botToken === null ? oauthOf(file, env) : null;
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
): OAuth | null {
  if (!clientId) return null;
  if (clientSecret) return { clientId, clientSecret, redirectUrl: file.slack?.redirectUrl ?? null };
  throw userError({
    code: 'CONFIG_INVALID',
    message: 'SLACK_CLIENT_ID is set and SLACK_CLIENT_SECRET is not',
    where: 'environment variable SLACK_CLIENT_SECRET',
    mend: "set both from the app's settings in Slack, or SLACK_BOT_TOKEN for one workspace",
  });
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

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw userError(
      {
        code: 'CONFIG_UNREADABLE',
        message: `the configuration cannot be read: ${messageOf(cause)}`,
        where: path,
        mend: 'make the file readable for the account that runs rca',
      },
      cause,
    );
  }
}

function parseFile(
  text: string,
  path: string,
  options: ConfigOptions,
): { readonly file: ConfigFile; readonly sources: readonly SourceConfig[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    throw userError({
      code: 'CONFIG_INVALID',
      message: `not YAML: ${broken.message}`,
      where: `${path}:${lines.linePos(broken.pos[0]).line}`,
      mend: 'correct the YAML at that line',
    });
  }
  const lineOf = (field: readonly PropertyKey[]): number => {
    for (let depth = field.length; depth >= 0; depth--) {
      const node = document.getIn(field.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const refuse = (field: readonly PropertyKey[], message: string, mend: string): never => {
    throw userError({
      code: 'CONFIG_INVALID',
      message: `${field.length > 0 ? field.join('.') : 'the file'}: ${message}`,
      where: `${path}:${lineOf(field)}`,
      mend,
    });
  };
  const plain = resolveSecrets(plainOf(document, refuse), [], dirname(path), options.env, refuse);
  const parse = <T>(schema: z.ZodType<T>, value: unknown, prefix: readonly PropertyKey[]): T => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const field = [...prefix, ...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])];
    return refuse(
      field,
      unknown === undefined ? (issue?.message ?? 'invalid') : 'no such field',
      'compare with rca.example.yaml and docs/schema/config.schema.json',
    );
  };
  const file = parse(configFileSchema, plain, []);
  const seen = new Set<string>();
  const sources = file.sources.map(({ id, type, ...settings }, index) => {
    if (seen.has(id))
      refuse(['sources', index, 'id'], `"${id}" is used twice`, 'give each source its own id');
    seen.add(id);
    const schema =
      options.sourceTypes.get(type) ??
      refuse(
        ['sources', index, 'type'],
        `there is no source type "${type}"`,
        `use one of ${[...options.sourceTypes.keys()].join(', ')}`,
      );
    return { id, type, settings: parse(schema, settings, ['sources', index]) };
  });
  return { file, sources };
}

/** Aliases can make a small file endless. */
function plainOf(yaml: Document, refuse: Refuse): unknown {
  try {
    return yaml.toJS() ?? {};
  } catch (cause) {
    return refuse(
      [],
      `not YAML that can be read: ${messageOf(cause)}`,
      'write out what the aliases stand for',
    );
  }
}

/** Deeper than any setting of any source. */
const DEPTH_MAX = 16;

type Refuse = (field: readonly PropertyKey[], message: string, mend: string) => never;

/** Fields whose text may come from a file: everything else that starts with `file:` is a location. */
const SECRET_FIELDS = new Set(['masterKey', 'bearerToken']);
const SECRET_PATHS = new Set(['seal.key', 'seal.certificate', 'seal.passphrase', 'seal.signingKey']);
const WEBHOOK_SECRET =
  /^(?:record\.deliver\.\d+\.secret|webhooks\.(?:pagerduty\.secrets\.\d+|alertmanager\.basicAuth\.password))$/;
const PROBE_TOKEN = /^probes\.targets\.\d+\.token$/;

const isSecret = (field: readonly PropertyKey[], value: string): boolean =>
  SECRET_FIELDS.has(String(field.at(-1))) ||
  WEBHOOK_SECRET.test(field.join('.')) ||
  PROBE_TOKEN.test(field.join('.')) ||
  (SECRET_PATHS.has(field.join('.')) && !(field.join('.') === 'seal.key' && value.startsWith('kms:')));

function resolveSecrets(
  value: unknown,
  field: readonly PropertyKey[],
  base: string,
  env: Environment,
  refuse: Refuse,
): unknown {
  if (field.length > DEPTH_MAX) {
    return refuse(field.slice(0, 1), 'is nested without end', 'write out what the aliases stand for');
  }
  if (typeof value === 'string') {
    const secret = isSecret(field, value);
    if (secret && value.startsWith('file:')) {
      const path = resolve(base, value.slice('file:'.length));
      try {
        return readFileSync(path, 'utf8').trim();
      } catch (cause) {
        return refuse(field, `${path} cannot be read: ${messageOf(cause)}`, 'make the file readable');
      }
    }
    if (secret && !/^\$\{\w+\}$/.test(value)) {
      return refuse(
        field,
        'a secret does not belong into the file',
        'put it into the environment and write ${NAME} here, or write file:PATH',
      );
    }
    return value.replace(
      /\$\{(\w+)\}/g,
      (_, variable: string) =>
        env[variable] ??
        refuse(
          field,
          `the environment variable ${variable} is not set`,
          `set ${variable}, or write file:PATH`,
        ),
    );
  }
  if (Array.isArray(value)) {
    return value.map((member, index) => resolveSecrets(member, [...field, index], base, env, refuse));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        resolveSecrets(member, [...field, key], base, env, refuse),
      ]),
    );
  }
  return value;
}
