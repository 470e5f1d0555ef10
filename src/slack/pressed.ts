import { z } from 'zod';
import { tenantOf } from './tenant.ts';

/**
 * The parts that we read of https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 * `team` is null where an organisation has the app for all of its workspaces.
 */
const pressedSchema = z.object({
  trigger_id: z.string().optional(),
  team: z.object({ id: z.string() }).nullish(),
  enterprise: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  channel: z.object({ id: z.string() }),
});

/** Who pressed a button, and where. */
export interface Pressed {
  readonly triggerId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly userId: string;
}

export function pressedIn(body: unknown): Pressed {
  const { trigger_id: triggerId = '', team, enterprise, user, channel } = pressedSchema.parse(body);
  return {
    triggerId,
    teamId: tenantOf(enterprise?.id, team?.id ?? user.team_id ?? ''),
    channelId: channel.id,
    userId: user.id,
  };
}

/** The tenant of a sent form; where an organisation has the app, neither team nor view may name a workspace. */
export const sentBy = (
  body: {
    readonly enterprise?: { readonly id: string } | null | undefined;
    readonly user: { readonly team_id?: string };
  },
  view: { readonly team_id: string | null },
): string => tenantOf(body.enterprise?.id, view.team_id ?? body.user.team_id ?? '');

/** What a button carries. */
export const carried = (action: object): unknown =>
  JSON.parse('value' in action && typeof action.value === 'string' ? action.value : '{}');
