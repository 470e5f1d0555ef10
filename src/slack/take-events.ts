import { z } from 'zod';
import { toIso } from '../domain/time.ts';
import { asObject } from '../formats/json.ts';
import { messageWords } from '../formats/slack-words.ts';
import type { Installer } from '../incident/slack-installations.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { tenantOf } from './tenant.ts';

export interface EventIntake {
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly redactText: (text: string) => string;
  /** Told when the app was uninstalled, or its token revoked; absent where the token is configured. */
  readonly removed?: ((installer: Installer, atMs: number) => Promise<void>) | undefined;
}

/** The pushpin, as Slack names it without colons. */
export const PUSHPIN = 'pushpin';

const reactionSchema = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: z.string(),
  reaction: z.literal(PUSHPIN),
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
});

const writtenSchema = z.object({
  app_id: z.string().optional(),
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.unknown()).optional(),
});

const changedSchema = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_changed'),
  channel: z.string(),
  /** Without `edited` nobody has changed its words: a preview was added, a reply was counted. */
  message: writtenSchema.extend({
    ts: z.string(),
    edited: z.object({ user: z.string().optional(), ts: z.string() }),
  }),
  previous_message: writtenSchema.optional(),
});

const deletedSchema = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_deleted'),
  channel: z.string(),
  /** Not always there. */
  event_ts: z.string().optional(),
  ts: z.string().optional(),
  deleted_ts: z.string(),
  previous_message: writtenSchema.optional(),
});

/** The first message of a thread that has replies is not gone when it is deleted: this stands in its place. */
const tombstoneSchema = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_changed'),
  channel: z.string(),
  event_ts: z.string().optional(),
  message: z.object({ subtype: z.literal('tombstone'), ts: z.string() }),
  previous_message: writtenSchema.optional(),
});

const homeSchema = z.object({
  type: z.literal('app_home_opened'),
  user: z.string(),
  tab: z.literal('home'),
});

/** https://docs.slack.dev/reference/events/app_uninstalled, https://docs.slack.dev/reference/events/tokens_revoked */
const removalSchema = z.union([
  z.object({ type: z.literal('app_uninstalled') }),
  z.object({
    type: z.literal('tokens_revoked'),
    tokens: z.object({ bot: z.array(z.string()).min(1) }),
  }),
]);

/**
 * https://docs.slack.dev/apis/events-api#event-type-structure and
 * https://docs.slack.dev/reference/events for each event.
 */
const callbackSchema = z.object({
  type: z.literal('event_callback'),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  api_app_id: z.string().optional(),
  /** The same again for every delivery of the event. */
  event_id: z.string(),
  /** Seconds since 1970. */
  event_time: z.number().optional(),
  authorizations: z
    .array(
      z.object({
        is_enterprise_install: z.boolean().optional(),
        enterprise_id: z.string().nullish(),
        team_id: z.string().nullish(),
      }),
    )
    .optional(),
  /** Of a channel that is shared with another organisation, whose workspace `team_id` then may be. */
  is_ext_shared_channel: z.boolean().optional(),
  event: z.unknown(),
});

export const isEventCallback = (body: unknown): boolean =>
  z.object({ type: z.literal('event_callback') }).safeParse(body).success;

/** ISO 8601 of a timestamp as Slack writes it, `1769508000.000100`. */
export const isoOfTs = (ts: string): string => toIso(Math.floor(Number(ts) * 1_000));

/** Stores what an event asks for as a job; events that ask for nothing are left alone. Throws when it cannot. */
export async function takeEvent(body: unknown, { jobs, redactText, removed }: EventIntake): Promise<boolean> {
  const callback = callbackSchema.safeParse(body).data;
  if (callback === undefined) return false;
  const { api_app_id: appId, event } = callback;
  const teamId = tenantIn(callback);
  const key = `slack:${teamId}/${callback.event_id}`;

  if (removalSchema.safeParse(event).success) {
    // To the end of the second that Slack tells.
    await removed?.(installerOf(callback), (callback.event_time ?? Date.now() / 1_000) * 1_000 + 999);
    return false;
  }

  const reaction = reactionSchema.safeParse(event).data;
  if (reaction) {
    const action = reaction.type === 'reaction_added' ? 'pin' : 'unpin';
    const { channel: channelId, ts: messageTs } = reaction.item;
    const job = { key, action, teamId, channelId, userId: reaction.user, messageTs, attempt: 0 } as const;
    await jobs.enqueue('slack.capture', job, key);
    return true;
  }

  const isOurs = (message: { readonly app_id?: string | undefined } | undefined): boolean =>
    appId !== undefined && message?.app_id === appId;
  const changed = changedSchema.safeParse(event).data;
  if (changed && !isOurs(changed.message)) {
    const { message, previous_message: before } = changed;
    const text = message.text || messageWords(asObject(message) ?? {});
    if (before?.text === text) return false;
    await jobs.enqueue(
      'slack.message-changed',
      {
        key,
        teamId,
        channelId: changed.channel,
        messageTs: message.ts,
        userId: message.edited.user ?? null,
        text: redactText(text),
        at: isoOfTs(message.edited.ts),
      },
      key,
    );
    return true;
  }

  const deleted = deletionIn(event);
  if (deleted && !isOurs(deleted.before)) {
    const { channelId, messageTs, ts } = deleted;
    const at = ts === undefined ? toIso((callback.event_time ?? Date.now() / 1_000) * 1_000) : isoOfTs(ts);
    await jobs.enqueue(
      'slack.message-changed',
      { key, teamId, channelId, messageTs, userId: null, text: null, at },
      key,
    );
    return true;
  }

  const home = homeSchema.safeParse(event).data;
  if (home) {
    await jobs.enqueue('slack.home', { teamId, userId: home.user }, key);
    return true;
  }
  return false;
}

/** Whoever has the app: of a shared channel it is not whoever wrote. */
function tenantIn(callback: z.infer<typeof callbackSchema>): string {
  const [installed] = callback.authorizations ?? [];
  const teamId = installed?.team_id ?? callback.team_id;
  return callback.is_ext_shared_channel === true && installed
    ? tenantOf(installed.enterprise_id, teamId)
    : tenantOf(callback.enterprise_id, callback.team_id);
}

/** A message that was deleted, in either way that Slack tells it. */
function deletionIn(event: unknown) {
  const deleted = deletedSchema.safeParse(event).data;
  if (deleted) {
    const { channel: channelId, deleted_ts: messageTs, previous_message: before } = deleted;
    return { channelId, messageTs, before, ts: deleted.event_ts ?? deleted.ts };
  }
  const tombstone = tombstoneSchema.safeParse(event).data;
  if (!tombstone) return undefined;
  const { channel: channelId, message, previous_message: before } = tombstone;
  return { channelId, messageTs: message.ts, before, ts: tombstone.event_ts };
}

/** Of an organisation's install Slack tells the organisation, also in place of the workspace. */
function installerOf(callback: z.infer<typeof callbackSchema>): Installer {
  const { enterprise_id: enterprise = null, team_id: team, authorizations } = callback;
  const isOrganisations = authorizations?.[0]?.is_enterprise_install === true || team.startsWith('E');
  return isOrganisations ? { enterprise: enterprise ?? team, team: null } : { enterprise, team };
}
