/** Data of each job, by name. All of it is JSON and holds ids, not texts: texts are redacted blobs or rows. */
export interface JobData {
  /** One source of one collection. */
  /** A second look at a source, when what was late in the collection is in. */
  'collect.again': { readonly collection: string; readonly source: string };
  'collect.source': { readonly collection: string; readonly source: string };
  /** Checkpoints of the ledgers that grew; `slot` numbers the intervals since 1970. */
  'ledger.checkpoint': { readonly slot: number };
  /** An alert has opened an incident: what there is about it is collected, and its card posted. */
  'alert.opened': {
    readonly incident: string;
    readonly origin: 'alertmanager' | 'pagerduty';
    /** Of the opening: the same for every delivery of the alert. */
    readonly key: string;
  };
  /** A later message of an alert is evidence of its incident: the card is to show it. */
  'alert.joined': { readonly incident: string; readonly origin: 'alertmanager' | 'pagerduty' };
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
  /** A form that was sent; its texts are redacted. */
  'slack.form': {
    /** Of the form: the same again for Slack's retries of it. Effects are keyed by it. */
    readonly key: string;
    /** Kind of entry, or `note`. */
    readonly kind: string;
    /** What is edited, and the version that the form was filled with; null when something new is written. */
    readonly edits: { readonly id: string; readonly version: number } | null;
    /** By field; an empty one is an empty text. */
    readonly values: Readonly<Record<string, string>>;
    /** The incident that the form was opened for; null is that of the channel. */
    readonly incident: string | null;
    readonly teamId: string;
    readonly channelId: string;
    readonly userId: string;
    readonly triggeredAt: string;
  };
  /** A button on the card of an incident. */
  'slack.button': {
    /** Of the button as it was drawn: pressed twice, it acts once. */
    readonly key: string;
    /** Verb that it stands for. */
    readonly press: string;
    readonly incident: string;
    readonly teamId: string;
    readonly channelId: string;
    readonly userId: string;
    readonly triggeredAt: string;
  };
  /** A button or form of a request for a sign-off. */
  'slack.signoff': {
    /** Of the press or form. */
    readonly key: string;
    readonly from: 'slack.button' | 'slack.form';
    /** As it would be typed after `/rca signoff`: `approve S-0001`; redacted. */
    readonly sentence: string;
    readonly incident: string;
    readonly teamId: string;
    readonly channelId: string;
    readonly userId: string;
    readonly triggeredAt: string;
  };
  /** Brings the card of an incident up to date. */
  'slack.card': {
    readonly incident: string;
    /** Sets the buttons of this drawing apart from those of an earlier one. */
    readonly drawing: string;
    /** Whether the gates are judged first, because evidence has come. */
    readonly judge: boolean;
  };
  /** Publishes the home tab of a person. */
  'slack.home': { readonly teamId: string; readonly userId: string };
  /** Looks whether something of an incident is due. */
  'slack.nudge': {
    readonly incident: string;
    /** One look after another, counted from 0. */
    readonly look: number;
    /** When it was to be made. */
    readonly at: string;
  };
  /** A nudge that was put off. */
  'slack.snooze': {
    /** Of the next nudge of its subject. */
    readonly key: string;
    readonly until: string;
    readonly teamId: string;
    readonly channelId: string;
    readonly userId: string;
    /** Of the message with the button. */
    readonly ts: string;
    readonly triggeredAt: string;
  };
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

export interface JobTiming {
  /** Handed out from this moment on; at once without it. */
  readonly notBeforeMs?: number;
}

/** Timing of what waits so long from now; at once for 0. */
export const after = (delayMs: number): JobTiming =>
  delayMs > 0 ? { notBeforeMs: Date.now() + delayMs } : {};

export type Handlers = { readonly [Name in JobName]?: (data: JobData[Name]) => Promise<void> };

/**
 * Durable jobs on the store's own database. A job is stored when `enqueue` resolves, survives a kill at any
 * point and is handed out again; handlers are idempotent, so that an effect happens once.
 */
export interface Jobs {
  /** The same key for the same name again is dropped, also after the job is done. */
  enqueue<Name extends JobName>(
    name: Name,
    data: JobData[Name],
    key: string,
    timing?: JobTiming,
  ): Promise<void>;
  /** Removes every job about an incident, its collections and its Slack channels, done ones too. */
  forget(about: {
    readonly incident: string;
    readonly collections: readonly string[];
    readonly channels: readonly { readonly team: string; readonly channel: string }[];
  }): Promise<void>;
  /** Starts workers. A handler that throws is tried again, with back-off, a set number of times; see `Postponed`. */
  work(handlers: Handlers): Promise<void>;
  /** Resolves when nothing is active, or queued for now or the next minute. */
  idle(): Promise<void>;
  /** Lets running handlers end, up to `graceMs`. */
  stop(graceMs: number): Promise<void>;
}
