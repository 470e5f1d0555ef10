import type { FormatId } from './formats.ts';

export const kinds = [
  'waf.blocked',
  'waf.challenged',
  'waf.counted',
  'waf.allowed',
  'waf.detected',
  /** A total that the source counted itself, to set beside our own count. */
  'waf.total',
  'auth.failed',
  'auth.succeeded',
  'credential.created',
  'credential.rotation-requested',
  'credential.rotated',
  'credential.rotation-failed',
  'credential.disabled',
  'credential.deleted',
  'credential.used',
  'credential.changed',
  /** The credential was published or valid when it was looked at. */
  'credential.present',
  'db.statement',
  'db.role-changed',
  'sli.sample',
  'alert.fired',
  /** Somebody took it on. */
  'alert.acknowledged',
  'alert.resolved',
  'config.changed',
  'deploy.started',
  'scale.changed',
  /** What a configuration was when it was read. */
  'config.observed',
  'http.request',
  /** What a synthetic request was answered with. */
  'probe.result',
  'message',
] as const;

export type Kind = (typeof kinds)[number];

/** Which clock `Observation.at` was read from. */
export type Clock =
  | 'request'
  | 'log'
  | 'ingest'
  | 'statement-start'
  | 'alert-firing'
  | 'evaluation'
  | 'api-call'
  | 'retrieval'
  | 'human';

export type AttributeValue = string | number | boolean | readonly string[] | Readonly<Record<string, number>>;

/** OpenTelemetry semantic-convention names where one exists. A value the source does not give is absent. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** JSON has no NaN and no infinity: they stand as the source spells them. */
export type SampleValue = number | 'NaN' | '+Inf' | '-Inf';

/** `[UTC time, value]`. A gap between points is a gap, never zero. */
export type SamplePoint = readonly [string, SampleValue];

/** Where in an evidence item a record stands. */
export interface RecordPosition {
  /** Page of the item, from 0. */
  readonly page: number;
  /** Record within the item, from 0. */
  readonly index: number;
  /** First byte of the record in its stored (redacted) page. */
  readonly byteOffset: number;
}

/** One timestamped fact read from evidence. */
export interface Observation {
  /** ISO 8601, UTC, milliseconds or the source's own finer precision. */
  readonly at: string;
  /** End of a fact that lasts (a series). */
  readonly until?: string;
  readonly clock: Clock;
  readonly kind: Kind;
  /** Configured id of the source, `import` for files. */
  readonly source: string;
  /** The connector: `aws.waf`, `prometheus`, `aws.cloudtrail`, `import`. */
  readonly sourceType: string;
  readonly format: FormatId;
  readonly summary: string;
  readonly attributes: Attributes;
  readonly record: RecordPosition;
  /** Labels of a series, its unit and points, for `sli.sample` alone. */
  readonly series?: Readonly<Record<string, string>>;
  readonly unit?: string;
  readonly points?: readonly SamplePoint[];
}

/** An observation and the evidence item that it was read from. */
export interface SourcedObservation {
  readonly evidence: string;
  readonly observation: Observation;
  /** The item was collected to show what was usual before the window: it marks nothing. */
  readonly isBaseline?: true;
}
