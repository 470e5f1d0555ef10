import type { FormatId } from '../domain/formats.ts';
import type { Observation, RecordPosition } from '../domain/observation.ts';
import type { Redacted } from '../domain/redacted.ts';

/** How a stream of bytes is cut so that a page holds whole records. */
export type Framing =
  /** One record a line: pages are cut at line ends. */
  | 'lines'
  /** One JSON document a page: never cut. */
  | 'document';

/**
 * Why a record that could be read gives no fact. `routine`: it is known, and deliberately without one. `notCovered`:
 * it is a known event that no kind stands for. `notUnderstood`: nobody knows what it says.
 */
export type Unsaid = 'routine' | 'notCovered' | 'notUnderstood';

/** What became of one record. Every record has exactly one outcome. */
export type RecordOutcome =
  | {
      readonly outcome: 'observed';
      readonly record: RecordPosition;
      readonly observations: readonly Observation[];
    }
  /** It could be read, and gives no fact; `name` says which it is, for counting. */
  | { readonly outcome: Unsaid; readonly record: RecordPosition; readonly name: string }
  /** Not readable as this format. */
  | { readonly outcome: 'rejected'; readonly record: RecordPosition; readonly why: string };

/** Where the observed page comes from. */
export interface Origin {
  /** Configured id of the source, `import` for files. */
  readonly source: string;
  readonly sourceType: string;
  /** When the item was retrieved, ISO 8601: the time of facts that bear none of their own. */
  readonly retrievedAt: string;
  /** The item's query: what was asked names what an answer does not (a Prometheus reply does not hold its query). */
  readonly query: Readonly<Record<string, unknown>>;
}

/**
 * Reads the pages of one evidence item in order. It may hold state from page to page, because one fact can be
 * spread over records (a bound statement, its parameters and its error). Pure: the same pages give the same
 * outcomes.
 */
export interface Observer {
  page(bytes: Redacted<Uint8Array>): Iterable<RecordOutcome>;
  /** What could only be decided when the last page had been read. */
  end(): Iterable<RecordOutcome>;
  /** What the pages say of themselves, when they were read to their end; absent where a format has nothing to say. */
  remarks?(): Remarks;
}

/** What pages say of how whole they are, beside their records. */
export interface Remarks {
  /** What is missing, each once: the answer says that it is partial, points that are not read. */
  readonly lacks: readonly string[];
  /** Answers and sets that hold nothing, and say so: evidence of an absence. */
  readonly emptyAnswers: number;
}

export interface Format {
  readonly id: FormatId;
  /** One line for `--help` and for messages. */
  readonly title: string;
  readonly mediaType: string;
  /** Of the page's file in the pack. */
  readonly extension: 'ndjson' | 'json' | 'log' | 'bin';
  readonly framing: Framing;
  /** Whether the beginning of a file (up to 64 KiB, perhaps cut in mid-record) is of this format. */
  detect(head: string): boolean;
  observer(origin: Origin): Observer;
}
