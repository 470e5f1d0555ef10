import { z } from 'zod';
import { ownRulesSchema } from '../collect/redact/own-rules.ts';
import { destinationsSchema } from '../deliver/settings.ts';
import { installationSchema } from '../domain/origin.ts';
import { confirmations } from '../domain/record.ts';
import { roleSchema } from '../domain/signoff.ts';
import { probesSchema } from '../sources/probe/schema.ts';
import { webhooksSchema } from '../webhooks/settings.ts';

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

export const DEFAULT_RETENTION = '3y';
export const CHANNEL_NAME = 'inc-{number}-{slug}';

const userGroupSchema = z.string().regex(/^S[A-Z0-9]+$/, 'id of a user group, such as S0123ABCD');
export const nudgesSchema = z.strictObject({
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
      installations: z
        .record(
          z.string().regex(/^[TE][A-Z0-9]+$/, 'id of a workspace or an organisation, such as T0123ABCD'),
          z.strictObject({
            sources: z
              .array(z.string())
              .default([])
              .describe('Ids of sources that are collected from there, probes for those; none by default.'),
          }),
        )
        .default({})
        .describe(
          'Workspaces and organisations that may install the app by OAuth; no other may, and without one there is no OAuth.',
        ),
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
  destruction: z
    .strictObject({
      confirmation: z
        .enum(confirmations)
        .default('none')
        .describe('second-account: what one account has requested, another confirms.'),
    })
    .optional()
    .describe('Who must agree before content is destroyed. The database goes by what its owner has entered.'),
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

export type ConfigFile = z.infer<typeof configFileSchema>;
