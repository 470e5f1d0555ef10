/** Data of each job, by name. All of it is JSON and holds ids, not texts: texts are redacted blobs or rows. */
export interface JobData {
  /** One source of one collection. */
  'collect.source': { readonly collection: string; readonly source: string };
  /** Checkpoints of the ledgers that grew; `slot` numbers the intervals since 1970. */
  'ledger.checkpoint': { readonly slot: number };
  /** A Slack command that was acknowledged; `text` is redacted. */
  'slack.command': {
    /** Of the request: the same again for Slack's retries of it. Effects are keyed by it. */
    readonly key: string;
    readonly verb: string;
    readonly text: string;
    readonly teamId: string;
    readonly channelId: string;
    readonly userId: string;
    readonly triggeredAt: string;
  };
  /** A message that somebody wants on the timeline, or off it. */
  'slack.capture': {
    readonly key: string;
    /** `add`: by the message shortcut; `pin` and `unpin`: by the reaction. */
    readonly action: 'add' | 'pin' | 'unpin';
    readonly teamId: string;
    readonly channelId: string;
    /** Who wants it. */
    readonly userId: string;
    /** Names the message in its channel. */
    readonly messageTs: string;
    /** How often Slack's rate limit has put it off. */
    readonly attempt: number;
  };
  /** A message was edited or deleted; whether it was captured is found out by the job. */
  'slack.message-changed': {
    readonly key: string;
    readonly teamId: string;
    readonly channelId: string;
    readonly messageTs: string;
    /** Who edited it; null when Slack does not say. */
    readonly userId: string | null;
    /** Redacted; null when the message was deleted. */
    readonly text: string | null;
    readonly at: string;
  };
  /** Reads the next page of a channel's history. */
  'slack.history': {
    readonly collection: string;
    readonly teamId: string;
    readonly channelId: string;
    /** How often the page was asked for and not given. */
    readonly attempt: number;
    /** How long to wait between pages, as far as is known. */
    readonly paceMs: number;
  };
  /** Brings the progress message of a collection up to date. */
  'slack.progress': {
    readonly incident: string;
    readonly collection: string;
    /** A long collection is watched by one short job after another, counted from 0. */
    readonly leg: number;
  };
  /** One pack to one destination of the compliance record. */
  'pack.deliver': { readonly incident: string; readonly version: number; readonly destination: string };
  /** Brings the legal hold on the delivered copies of an incident up to date. */
  'record.hold': { readonly incident: string };
}

/** Thrown by a handler that cannot go on before some time: the job is handed out again then, at no cost of a try. */
export class Postponed extends Error {
  readonly delayMs: number;

  constructor(delayMs: number) {
    super(`postponed by ${delayMs} ms`);
    this.name = 'Postponed';
    this.delayMs = delayMs;
  }
}

export type JobName = keyof JobData;

export type Handlers = { readonly [Name in JobName]?: (data: JobData[Name]) => Promise<void> };

/**
 * Durable jobs on the store's own database. A job is stored when `enqueue` resolves, survives a kill at any
 * point and is handed out again; handlers are idempotent, so that an effect happens once.
 */
export interface Jobs {
  /** Removes every job about an incident, its collections and its Slack channels, done ones too. */
  forget(about: {
    readonly incident: string;
    readonly collections: readonly string[];
    readonly channels: readonly { readonly team: string; readonly channel: string }[];
  }): Promise<void>;
  /**
   * The same key for the same name again is dropped, also after the job is done. It is not handed out before
   * `delayMs` have passed.
   */
  enqueue<Name extends JobName>(
    name: Name,
    data: JobData[Name],
    key: string,
    delayMs?: number,
  ): Promise<void>;
  /** Starts workers. A handler that throws is tried again, with back-off, a set number of times; see `Postponed`. */
  work(handlers: Handlers): Promise<void>;
  /** Resolves when nothing is queued or active. */
  idle(): Promise<void>;
  /** Lets running handlers end, up to `graceMs`. */
  stop(graceMs: number): Promise<void>;
}
