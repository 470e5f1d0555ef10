import type { Observation } from '../domain/observation.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { Observer, RecordOutcome } from './format.ts';

const REJECTS_MAX = 20;

/** What became of an item's records: `records` = `observed` + `silent` + `rejected`. */
export interface Tally {
  readonly records: number;
  readonly observed: number;
  readonly silent: number;
  readonly rejected: number;
  readonly observations: number;
  /** The first 20, with the record's index within the item. */
  readonly rejects: readonly { readonly record: number; readonly why: string }[];
}

/** Runs an observer over the pages of one item and counts what became of each record. */
export class Observing {
  readonly #observer: Observer;
  #observed = 0;
  #silent = 0;
  #observations = 0;
  #rejected = 0;
  readonly #rejects: { record: number; why: string }[] = [];

  constructor(observer: Observer) {
    this.#observer = observer;
  }

  *page(bytes: Redacted<Uint8Array>): Generator<Observation> {
    for (const outcome of this.#observer.page(bytes)) yield* this.#count(outcome);
  }

  *end(): Generator<Observation> {
    for (const outcome of this.#observer.end()) yield* this.#count(outcome);
  }

  /** So far: complete when `end` has been read to its end. */
  get tally(): Tally {
    return {
      records: this.#observed + this.#silent + this.#rejected,
      observed: this.#observed,
      silent: this.#silent,
      rejected: this.#rejected,
      observations: this.#observations,
      rejects: this.#rejects,
    };
  }

  #count(outcome: RecordOutcome): readonly Observation[] {
    switch (outcome.outcome) {
      case 'silent':
        this.#silent += 1;
        return [];
      case 'rejected':
        this.#rejected += 1;
        if (this.#rejects.length < REJECTS_MAX) {
          this.#rejects.push({ record: outcome.record.index, why: outcome.why });
        }
        return [];
      case 'observed':
        this.#observed += 1;
        this.#observations += outcome.observations.length;
        return outcome.observations;
    }
  }
}
