import type { Observation } from '../domain/observation.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { WindowJson } from '../domain/time.ts';
import { toIso } from '../domain/time.ts';
import type { Format, Origin } from '../formats/format.ts';
import { Observing, type Tally } from '../formats/observe.ts';

/** What the pages of one item said, in counts. */
export interface Observed extends Tally {
  /** From the first observation to the last; null without any. */
  readonly span: WindowJson | null;
  /** Observations whose time was taken for UTC because nothing names its zone. */
  readonly zonesAssumed: number;
}

/** Counts what one item says, page after page. */
export class ItemObserver {
  readonly #observing: Observing;
  #first = '';
  #last = '';
  #zonesAssumed = 0;

  constructor(format: Format, origin: Origin) {
    this.#observing = new Observing(format.observer(origin));
  }

  /** Records of this page. */
  page(bytes: Redacted<Uint8Array>): number {
    const before = this.#observing.tally.records;
    this.#drain(this.#observing.page(bytes));
    return this.#observing.tally.records - before;
  }

  end(): Observed {
    this.#drain(this.#observing.end());
    return { ...this.#observing.tally, span: this.#span(), zonesAssumed: this.#zonesAssumed };
  }

  #drain(observations: Iterable<Pick<Observation, 'at' | 'until' | 'attributes'>>): void {
    for (const { at, until = at, attributes } of observations) {
      if (attributes['clock.zone'] === 'assumed') this.#zonesAssumed += 1;
      if (this.#first === '' || at < this.#first) this.#first = at;
      if (until > this.#last) this.#last = until;
    }
  }

  /** Half-open and in milliseconds: the last fact lies within. */
  #span(): WindowJson | null {
    return this.#first === ''
      ? null
      : { from: toIso(Date.parse(this.#first)), to: toIso(Date.parse(this.#last) + 1) };
  }
}
