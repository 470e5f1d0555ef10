import type { Window } from '../domain/time.ts';

type Json = Readonly<Record<string, unknown>>;

/** A query that the recorded Prometheus can answer, and what each of its series was at a time. */
export interface RecordedQuery {
  readonly expr: string;
  readonly series: readonly {
    readonly labels: Readonly<Record<string, string>>;
    /** Null where the series had no sample: a gap, not zero. */
    valueAt(atMs: number): number | null;
  }[];
}

/** A recorded incident: what each system held, record by record in its own format. */
export interface Recording {
  /** The end of the incident's window. */
  readonly anchorMs: number;
  readonly window: Window;
  readonly title: string;
  readonly waf: {
    readonly region: string;
    readonly webAclArn: string;
    readonly logGroup: string;
    /** Log records in order of ingestion, which is not quite the order of their `timestamp`. */
    readonly records: readonly { readonly ingestedAtMs: number; readonly record: Json }[];
    /** `GetWebACL` and `GetLoggingConfiguration` replies. */
    readonly webAcl: Json;
    readonly loggingConfiguration: Json;
  };
  /** CloudTrail records, in order of `eventTime`. */
  readonly trail: { readonly region: string; readonly records: readonly Json[] };
  readonly prometheus: {
    /** Configured name → expression; each expression is in `answers`. */
    readonly queries: Readonly<Record<string, string>>;
    readonly answers: readonly RecordedQuery[];
  };
  /** Files that reach the incident by `import`. */
  readonly files: readonly { readonly name: string; readonly text: string; readonly capturedAtMs: number }[];
  readonly notes: readonly {
    readonly text: string;
    readonly atMs: number;
    readonly phase: 'acknowledged' | null;
  }[];
  /** What people write into the review; fields are named as the command line names them. */
  readonly entries: readonly {
    readonly kind: 'impact' | 'cause' | 'lesson' | 'action' | 'control';
    readonly text: string;
    readonly fields: Readonly<Record<string, string>>;
  }[];
  /** What was put in, for tests to compare with what comes out. */
  readonly truth: Truth;
}

export interface Truth {
  readonly blocks: number;
  readonly botBlocks: number;
  readonly counted: number;
  readonly blocksByRuleSet: Readonly<Record<string, number>>;
  readonly phases: Readonly<
    Record<'started' | 'detected' | 'acknowledged' | 'mitigated' | 'resolved', number>
  >;
}
