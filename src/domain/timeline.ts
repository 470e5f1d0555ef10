import type { PhaseName } from './incident.ts';
import type { Attributes, Kind } from './observation.ts';

/** An observation, a cluster of them, or a human note, placed in time. */
export interface TimelineEntry {
  /** Stable for the same evidence: `T-` and ten characters of a digest, or the note's `N-0001`. */
  readonly id: string;
  readonly at: string;
  readonly until: string;
  readonly kind: Kind | 'note';
  readonly title: string;
  /** Records that this entry stands for, each counted once over all entries of its kind. */
  readonly count: number;
  /** The phase that had begun when the entry did; null before the start. */
  readonly phase: PhaseName | null;
  readonly origin: 'source' | 'human';
  /** Evidence items that hold the records. */
  readonly evidence: readonly string[];
  readonly version: number;
  /** A cluster carries counts: `by.rule`, `by.label`, `by.client`, … as `{name: count}`. */
  readonly attributes: Attributes;
}

export interface Phase {
  readonly at: string;
  readonly evidence: readonly string[];
  /** The rule that found it in evidence, or the human who set it. */
  readonly setBy: 'evidence' | 'human';
  /** One sentence: what marks it. */
  readonly why: string;
}

export type Phases = Readonly<Partial<Record<PhaseName, Phase>>>;

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly phases: Phases;
}

/** Which entries are asked for; what is left out chooses none away. */
export interface TimelineChoice {
  readonly phase?: PhaseName;
  readonly kind?: Kind | 'note';
  /** Id of the source that the evidence is from. */
  readonly source?: string;
}
