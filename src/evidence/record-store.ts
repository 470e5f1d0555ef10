import type { ClockOffset } from '../domain/clock.ts';
import type {
  BesidePack,
  Delivery,
  DestinationKind,
  Destruction,
  DestructionRules,
  Hold,
  Receipt,
  RecordedPack,
} from '../domain/record.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { Act } from './store.ts';

/** One pack that is to lie at one destination. */
export interface DeliveryKey {
  readonly incident: string;
  readonly version: number;
  readonly destination: string;
}

/** A blob that the store holds and a backup must hold. */
export interface KeptBlob {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly kind: 'page' | 'commitments' | 'pack';
  readonly incident: string;
}

export interface NewPack extends Omit<RecordedPack, 'writtenAt' | 'writtenBy'> {
  /** The timestamp authority's clock against ours when it was sealed; null without an authority. */
  readonly authorityClock: ClockOffset | null;
  /** What lies beside its file: for the ledger. */
  readonly beside: BesidePack;
}

/** What counts at the end of a destruction. */
export interface Finished {
  readonly certificate: string;
  readonly signature: string | null;
  /** SHA-256 of `certificate`. */
  readonly sha256: string;
}

/**
 * The compliance record on the evidence store's database. Whatever changes something is one transaction that also
 * appends to the incident's ledger.
 */
export interface RecordStore {
  /** Enters a pack whose PDF is stored, with what is to be delivered. Once a version. */
  packWritten(
    incident: string,
    pack: NewPack,
    destinations: readonly { readonly id: string; readonly kind: DestinationKind }[],
    act: Act,
  ): Promise<void>;
  /** In order of version. */
  packs(incident: string): Promise<readonly RecordedPack[]>;

  /** In order of version and destination. */
  deliveries(incident: string): Promise<readonly Delivery[]>;
  /** Those of every incident that have not arrived, destroyed incidents left out. */
  undelivered(): Promise<readonly DeliveryKey[]>;
  /** Enters `pack.delivered`, once. */
  delivered(key: DeliveryKey, receipt: Receipt, act: Act): Promise<void>;
  /** Counts the attempt and enters `delivery.failed`, once for each code. A delivery that arrived stays so. */
  deliveryFailed(
    key: DeliveryKey,
    error: { readonly code: string; readonly words: string },
    act: Act,
  ): Promise<void>;
  /** What became of the legal hold on a copy. */
  holdShown(key: DeliveryKey, hold: 'on' | 'off' | 'failed'): Promise<void>;

  holds(incident: string): Promise<readonly Hold[]>;
  placeHold(incident: string, reason: Redacted<string>, act: Act): Promise<Hold>;
  /** Throws `HOLD_UNKNOWN`, also for one that was released. */
  releaseHold(incident: string, hold: string, reason: Redacted<string>, act: Act): Promise<Hold>;

  /** What the database itself goes by. */
  destructionRules(): Promise<DestructionRules>;
  destruction(incident: string): Promise<Destruction | null>;
  /** Incidents whose destruction has begun and is not done. */
  unfinishedDestructions(): Promise<readonly string[]>;
  /**
   * Marks it: from here on it goes on to its end. Throws `HOLD_STANDS`, `RETENTION_STANDS`, `LEDGER_BROKEN`,
   * `DESTRUCTION_NOT_REQUESTED` or `SAME_ACCOUNT`, all of which the database judges; a second call changes nothing.
   */
  beginDestruction(incident: string, plan: string, blobs: readonly string[], act: Act): Promise<void>;
  /** Slack channels of the incident, until its rows are removed. */
  slackChannels(incident: string): Promise<readonly { readonly team: string; readonly channel: string }[]>;
  /** Removes the rows; throws `HOLD_STANDS` when a hold was placed since. */
  emptyRows(incident: string): Promise<void>;
  /** Judges each blob that remains: `remove` is called for those that no other incident holds. */
  removeBlobs(incident: string, remove: (sha256: string) => Promise<void>): Promise<void>;
  /** By outcome, in order of digest. */
  blobOutcomes(
    incident: string,
  ): Promise<{ readonly removed: readonly string[]; readonly kept: readonly string[] }>;
  finishDestruction(incident: string, finished: Finished, act: Act): Promise<void>;

  /** Every blob that something refers to, in order of incident and digest. */
  keptBlobs(): Promise<readonly KeptBlob[]>;
}
