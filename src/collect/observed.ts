import type { Observation } from '../domain/observation.ts';
import type { Redacted } from '../domain/redacted.ts';
import { toIso, touches, type Window, type WindowJson, windowOf } from '../domain/time.ts';
import type { Format, Origin } from '../formats/format.ts';
import { Observing, type Tally } from '../formats/observe.ts';

/** What the pages of one item said, in counts. */
export interface Observed extends Tally {
  /** From the first observation to the last; null without any. */
  readonly span: WindowJson | null;
  /** Observations whose time was taken for UTC because nothing names its zone. */
  readonly zonesAssumed: number;
  /** Of the scope that was given; nothing is outside without one. */
  readonly outside: OutsideWindow;
}

/** How many of the records that were observed lie outside a window altogether. */
export interface OutsideWindow {
  readonly records: number;
  readonly of: number;
}

/** Counts what one item says, page after page. */
export class ItemObserver {
  readonly #observing: Observing;
  #first = '';
  #last = '';
  #zonesAssumed = 0;
  readonly #scope: Window | null;
  readonly #outside = { records: 0, of: 0 };
  #lastRecord = -1;
  #isInside = true;

  constructor(format: Format, origin: Origin, scope: WindowJson | null = null) {
    this.#observing = new Observing(format.observer(origin));
    this.#scope = scope && windowOf(scope);
  }

  /** Records of this page. */
  page(bytes: Redacted<Uint8Array>): number {
    const before = this.#observing.tally.records;
    this.#drain(this.#observing.page(bytes));
    return this.#observing.tally.records - before;
  }

  end(): Observed {
    this.#drain(this.#observing.end());
    return {
      ...this.#observing.tally,
      span: this.#span(),
      zonesAssumed: this.#zonesAssumed,
      outside: this.#outside,
    };
  }

  #drain(observations: Iterable<Pick<Observation, 'at' | 'until' | 'attributes' | 'record'>>): void {
    for (const { at, until = at, attributes, record } of observations) {
      if (this.#scope !== null) this.#place(record.index, touches(this.#scope, at, until));
      if (attributes['clock.zone'] === 'assumed') this.#zonesAssumed += 1;
      if (this.#first === '' || at < this.#first) this.#first = at;
      if (until > this.#last) this.#last = until;
    }
  }

  /** Observations of one record follow each other; one that is inside takes the record in. */
  #place(record: number, isInside: boolean): void {
    if (record !== this.#lastRecord) {
      this.#outside.of += 1;
      if (!isInside) this.#outside.records += 1;
      this.#isInside = isInside;
    } else if (isInside && !this.#isInside) {
      this.#outside.records -= 1;
      this.#isInside = true;
    }
    this.#lastRecord = record;
  }

  /** Half-open and in milliseconds: the last fact lies within. */
  #span(): WindowJson | null {
    return this.#first === ''
      ? null
      : { from: toIso(Date.parse(this.#first)), to: toIso(Date.parse(this.#last) + 1) };
  }
}
