import { z } from 'zod';
import { BOT_SCOPES } from '../../src/slack/scopes.ts';

/** Names of scopes and events are compared with what the code uses elsewhere, and with Slack's types by the compiler. */
const EVENTS = [
  'reaction_added',
  'reaction_removed',
  'message.channels',
  'message.groups',
  'app_home_opened',
  'app_uninstalled',
  'tokens_revoked',
] as const;

const url = (charactersMax: number) =>
  z
    .string()
    .regex(/^https?:\/\//)
    .max(charactersMax);
const unique = <T extends z.ZodArray>(list: T) =>
  list.refine((values) => new Set(values).size === values.length, { error: 'twice the same' });
const text = (charactersMax: number) => z.string().min(1).max(charactersMax);

/**
 * The rules of Slack's published schema of manifests, version 2, for the sections that the app has: required fields,
 * limits, and that there are no others. Fields that our manifest always sets are required.
 * https://github.com/slackapi/manifest-schema `schemas/manifest.schema.2.0.0.json` (085a10465ae9)
 */
export const manifestSchema = z.strictObject({
  _metadata: z.strictObject({
    major_version: z.literal(2),
    minor_version: z.int(),
  }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    background_color: z.string().regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/),
    long_description: z.string().min(175).max(4_000).exactOptional(),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\//).min(2).max(32),
          url: url(3_000).exactOptional(),
          description: text(2_000),
          usage_hint: text(1_000),
          should_escape: z.boolean(),
        }),
      )
      .min(1)
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({
          name: text(24),
          type: z.enum(['message', 'global']),
          callback_id: text(255),
          description: text(150),
        }),
      )
      .min(1)
      .max(10),
  }),
  oauth_config: z.strictObject({
    redirect_urls: unique(z.array(z.string().max(2_500)).max(1_000)).exactOptional(),
    scopes: z.strictObject({
      bot: z.array(z.enum(BOT_SCOPES)).max(255),
    }),
    token_management_enabled: z.boolean().exactOptional(),
    pkce_enabled: z.boolean().exactOptional(),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: url(3_500).exactOptional(),
      bot_events: unique(z.array(z.enum(EVENTS)).max(100)),
    }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: url(3_500).exactOptional(),
      message_menu_options_url: url(3_500).exactOptional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
