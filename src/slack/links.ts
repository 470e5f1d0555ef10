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

/** What must outlive a restart of the Slack entry. Every method is durable when it resolves. */
export interface SlackLinks {
  incidentOf(teamId: string, channelId: string): Promise<ChannelLink | undefined>;
  /** Links a channel that has no incident; returns the link that stands, this one or an earlier one. */
  link(teamId: string, channelId: string, link: ChannelLink): Promise<ChannelLink>;
  /** What was posted under a key. */
  messageOf(key: string): Promise<PostedMessage | undefined>;
  /** The first message kept under a key stays. */
  keepMessage(key: string, message: PostedMessage): Promise<void>;
}
