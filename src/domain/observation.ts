import type { FormatId } from './formats.ts';
import type { Kind } from './vocabulary/index.ts';

export type { Kind };

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
