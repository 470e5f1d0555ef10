import type { Severity } from './incident.ts';

/** A pack as the compliance record lists it. */
export interface RecordedPack {
  /** From 1. */
  readonly version: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly manifestSha256: string;
  readonly writtenAt: string;
  readonly writtenBy: string;
  /** Who sealed it; null: nobody. */
  readonly signer: string | null;
  /** The file that it was written to first. */
  readonly path: string;
}

/** Evidence that did not fit into a pack and lies beside its file, in `PACK.pdf.evidence/`. */
export interface BesidePack {
  readonly files: number;
  readonly sizeBytes: number;
}

export const besideWords = ({ files, sizeBytes }: BesidePack): string =>
  `${files} ${files === 1 ? 'file' : 'files'}, ${sizeBytes} bytes`;

export type DestinationKind = 'folder' | 's3' | 'webhook';

/** What a destination said about the copy when it was read back. */
export interface Receipt {
  /** Path, `s3://bucket/key`, or the webhook's origin. */
  readonly place: string;
  /** What was read back: version id, lock mode, retain-until date, status of the answer. */
  readonly readBack: Readonly<Record<string, string>>;
  /** Legal hold as read back; null where the place knows none. */
  readonly hold: 'on' | 'off' | null;
}

/** One pack at one place where the organisation keeps it. */
export interface Delivery {
  readonly version: number;
  /** Id of the destination in the configuration. */
  readonly destination: string;
  readonly kind: DestinationKind;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly triedAt: string | null;
  readonly place: string | null;
  readonly readBack: Readonly<Record<string, string>> | null;
  /** Why the last attempt failed. */
  readonly error: string | null;
  /** Legal hold on the copy; `failed`: it is to be set and could not be. */
  readonly hold: 'on' | 'off' | 'failed' | null;
}

/** A legal hold: while one stands, nothing of its incident is destroyed. */
export interface Hold {
  /** `H-0001` within its incident. */
  readonly id: string;
  /** Redacted; null once the incident was destroyed. */
  readonly reason: string | null;
  readonly placedAt: string;
  readonly placedBy: string;
  readonly releasedAt: string | null;
  readonly releasedBy: string | null;
  readonly releaseReason: string | null;
}

/** `begun`: entered. `emptied`: gone from the database. `done`: gone from the blobs too, certificate made. */
export type DestructionState = 'begun' | 'emptied' | 'done';

export interface Destruction {
  readonly state: DestructionState;
  readonly begunAt: string;
  readonly begunBy: string;
  /** Canonical JSON. */
  readonly plan: string;
  readonly certificate: string | null;
  /** Ed25519 over the certificate, base64; null without a key. */
  readonly signature: string | null;
  readonly finishedAt: string | null;
}

/** How long records are kept: `default` and by severity, as periods such as `3y`. */
export type RetentionPolicy = Readonly<{ default: string } & Partial<Record<Severity, string>>>;

/** Who must agree before content is destroyed: `second-account` asks another account to confirm what one has requested. */
export const confirmations = ['none', 'second-account'] as const;

export interface DestructionRules {
  readonly retention: RetentionPolicy;
  readonly confirmation: (typeof confirmations)[number];
}
