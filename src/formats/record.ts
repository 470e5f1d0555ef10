import type { FormatId } from '../domain/formats.ts';
import type { Attributes, AttributeValue, Observation, RecordPosition } from '../domain/observation.ts';
import type { Redacted } from '../domain/redacted.ts';
import { oneLine } from '../domain/visible.ts';
import type { Observer, Origin, RecordOutcome, Remarks, Unsaid } from './format.ts';
import { bufferOf } from './lines.ts';

/** What a record says, before it is known where the record stands. */
export type Fact = Omit<Observation, 'source' | 'sourceType' | 'format' | 'record'>;

/** A record that could be read and gives no fact; `name` says which it is, for counting. */
export interface Unread {
  readonly unsaid: Unsaid;
  readonly name: string;
}

/** The facts of a record, why it gives none, or why it cannot be read. */
export type Reading = readonly [Fact, ...Fact[]] | Unread | { readonly why: string };

export const routine = (name: string): Unread => ({ unsaid: 'routine', name });
export const notCovered = (name: string): Unread => ({ unsaid: 'notCovered', name });
export const notUnderstood = (name: string): Unread => ({ unsaid: 'notUnderstood', name });

/** Facts, or what the record is when there is none. */
export function factsOr(facts: readonly Fact[], unread: Unread): Reading {
  const [first, ...rest] = facts;
  return first === undefined ? unread : [first, ...rest];
}

export interface ReadRecord {
  readonly byteOffset: number;
  readonly reading: Reading;
}

const WHY_CHARS_MAX = 200;
const NAME_CHARS_MAX = 80;

export const clip = (text: string, charsMax: number): string =>
  text.length <= charsMax ? text : `${text.slice(0, charsMax - 1)}…`;

/** Leaves out what is undefined: a value that the source does not give is absent. */
export function present(values: Readonly<Record<string, AttributeValue | undefined>>): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

/** Gives records their positions within the item, and outcomes their provenance. */
export class Recorder {
  readonly #format: FormatId;
  readonly #origin: Origin;
  #page = -1;
  #index = 0;

  constructor(format: FormatId, origin: Origin) {
    this.#format = format;
    this.#origin = origin;
  }

  beginPage(): void {
    this.#page += 1;
  }

  position(byteOffset: number): RecordPosition {
    const index = this.#index;
    this.#index += 1;
    return { page: this.#page, index, byteOffset };
  }

  outcome(record: RecordPosition, reading: Reading): RecordOutcome {
    if ('why' in reading) return { outcome: 'rejected', record, why: clip(reading.why, WHY_CHARS_MAX) };
    if ('unsaid' in reading)
      return { outcome: reading.unsaid, record, name: oneLine(reading.name, NAME_CHARS_MAX) };
    const { source, sourceType } = this.#origin;
    const format = this.#format;
    return {
      outcome: 'observed',
      record,
      observations: reading.map((fact) => ({ ...fact, source, sourceType, format, record })),
    };
  }
}

const LACKS_MAX = 20;

/** Gathers what pages say of how whole they are. */
export class RemarkBook {
  readonly #lacks = new Set<string>();
  #emptyAnswers = 0;

  lacks(what: string): void {
    if (this.#lacks.size < LACKS_MAX) this.#lacks.add(oneLine(what, WHY_CHARS_MAX));
  }

  emptyAnswer(): void {
    this.#emptyAnswers += 1;
  }

  all(): Remarks {
    return { lacks: [...this.#lacks], emptyAnswers: this.#emptyAnswers };
  }
}

/** An observer for formats whose records stand alone. */
export function observerOf(
  format: FormatId,
  origin: Origin,
  read: (page: Buffer, remarks: RemarkBook) => Iterable<ReadRecord>,
): Observer {
  const recorder = new Recorder(format, origin);
  const remarks = new RemarkBook();
  return {
    *page(bytes: Redacted<Uint8Array>): Generator<RecordOutcome> {
      recorder.beginPage();
      for (const { byteOffset, reading } of read(bufferOf(bytes), remarks)) {
        yield recorder.outcome(recorder.position(byteOffset), reading);
      }
    },
    end: () => [],
    remarks: () => remarks.all(),
  };
}
