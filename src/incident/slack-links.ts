import { and, eq } from 'drizzle-orm';
import { slackChannels, slackMessages } from '../../db/schema.ts';
import { gathered } from '../domain/gathered.ts';
import type { Database, Drizzle } from '../evidence/database.ts';
import { change, read } from '../evidence/transaction.ts';

/** The incident of a channel and the request that opened it. */
export interface ChannelLink {
  readonly incident: string;
  /** `key` of the job that linked it. */
  readonly requestKey: string;
}

export interface PostedMessage {
  readonly channelId: string;
  /** Timestamp of a message, or id of a file. */
  readonly ts: string;
}

/** What must outlive a restart of the Slack entry. What a method wrote is durable when it resolves. */
export interface SlackLinks {
  incidentOf(teamId: string, channelId: string): Promise<ChannelLink | undefined>;
  /** Tenants (workspaces or organisations) in whose channels an incident is. */
  tenantsOf(incident: string): Promise<readonly string[]>;
  /** Links a channel that has no incident; returns the link that stands, this one or an earlier one. */
  link(teamId: string, channelId: string, link: ChannelLink): Promise<ChannelLink>;
  /** What was posted under a key. */
  messageOf(key: string): Promise<PostedMessage | undefined>;
  /** The first message kept under a key stays. */
  keepMessage(key: string, message: PostedMessage): Promise<void>;
}

export function createSlackLinks(database: Database): SlackLinks {
  /** Jobs that run beside each other ask about the same channel: one answer is for all of them. */
  const lookUp = gathered((channels: readonly (readonly [teamId: string, channelId: string])[]) =>
    read(database, async (db) => {
      const found = new Map<string, ChannelLink | undefined>();
      for (const [teamId, channelId] of channels) {
        const name = `${teamId}/${channelId}`;
        if (!found.has(name)) found.set(name, await linkOf(db, teamId, channelId));
      }
      return channels.map((channel) => found.get(channel.join('/')));
    }),
  );
  return {
    incidentOf: (teamId, channelId) => lookUp([teamId, channelId]),

    tenantsOf: (incident) =>
      read(database, async (db) => {
        const rows = await db
          .selectDistinct({ team: slackChannels.team })
          .from(slackChannels)
          .where(eq(slackChannels.incident, incident));
        return rows.map(({ team }) => team);
      }),

    link: (team, channel, link) =>
      change(database, async (tx) => {
        await tx
          .insert(slackChannels)
          .values({ team, channel, ...link })
          .onConflictDoNothing();
        return (await linkOf(tx, team, channel)) ?? link;
      }),

    messageOf: (key) =>
      read(database, async (db) => {
        const [row] = await db
          .select({ channelId: slackMessages.channel, ts: slackMessages.ts })
          .from(slackMessages)
          .where(eq(slackMessages.key, key));
        return row;
      }),

    keepMessage: (key, { channelId, ts }) =>
      change(database, async (tx) => {
        await tx.insert(slackMessages).values({ key, channel: channelId, ts }).onConflictDoNothing();
      }),
  };
}

async function linkOf(db: Drizzle, team: string, channel: string): Promise<ChannelLink | undefined> {
  const [row] = await db
    .select({ incident: slackChannels.incident, requestKey: slackChannels.requestKey })
    .from(slackChannels)
    .where(and(eq(slackChannels.team, team), eq(slackChannels.channel, channel)));
  return row;
}
