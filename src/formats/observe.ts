import type { Observation } from '../domain/observation.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { Observer, RecordOutcome, Remarks } from './format.ts';

const REJECTS_MAX = 20;
const NAMES_MAX = 100;
const OTHER_NAMES = 'other';

export type CountsByName = Readonly<Record<string, number>>;

/**
 * What became of an item's records: `records` = `observed` + `routine` + `notCovered` + `notUnderstood` + `rejected`.
 * See `Unsaid` for the three in the middle, whose sum is `silent`.
 */
export interface Tally {
  readonly records: number;
  readonly observed: number;
  readonly routine: number;
  readonly notCovered: number;
  readonly notUnderstood: number;
  readonly silent: number;
  readonly rejected: number;
  readonly observations: number;
  /** The first hundred names of each, further ones under `other`. */
  readonly names: { readonly notCovered: CountsByName; readonly notUnderstood: CountsByName };
  /** What the pages lack by their own words; without a word of it where nothing is. */
  readonly lacks: readonly string[];
  /** Answers that say of themselves that there is nothing. */
  readonly emptyAnswers: number;
  /** The first 20, with the record's index within the item. */
  readonly rejects: readonly { readonly record: number; readonly why: string }[];
}

/** Runs an observer over the pages of one item and counts what became of each record. */
export class Observing {
  readonly #observer: Observer;
  readonly #counts = { observed: 0, routine: 0, notCovered: 0, notUnderstood: 0, rejected: 0 };
  readonly #names = { notCovered: new Map<string, number>(), notUnderstood: new Map<string, number>() };
  #observations = 0;
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
    const { observed, routine, notCovered, notUnderstood, rejected } = this.#counts;
    const silent = routine + notCovered + notUnderstood;
    return {
      records: observed + silent + rejected,
      ...this.#counts,
      silent,
      observations: this.#observations,
      names: {
        notCovered: Object.fromEntries(this.#names.notCovered),
        notUnderstood: Object.fromEntries(this.#names.notUnderstood),
      },
      ...(this.#observer.remarks?.() ?? NOTHING_SAID),
      rejects: this.#rejects,
    };
  }

  #count(outcome: RecordOutcome): readonly Observation[] {
    this.#counts[outcome.outcome] += 1;
    switch (outcome.outcome) {
      case 'observed':
        this.#observations += outcome.observations.length;
        return outcome.observations;
      case 'notCovered':
      case 'notUnderstood':
        addName(this.#names[outcome.outcome], outcome.name);
        break;
      case 'rejected':
        if (this.#rejects.length < REJECTS_MAX) {
          this.#rejects.push({ record: outcome.record.index, why: outcome.why });
        }
        break;
      case 'routine':
    }
    return [];
  }
}

const NOTHING_SAID: Remarks = { lacks: [], emptyAnswers: 0 };

function addName(names: Map<string, number>, given: string): void {
  const name = names.has(given) || names.size < NAMES_MAX ? given : OTHER_NAMES;
  names.set(name, (names.get(name) ?? 0) + 1);
}
