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

/** One course of an incident that was opened again, with phases of its own. */
export interface Cycle {
  /** From 1. */
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly phases: Phases;
}

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** Of the whole: start and response of the first cycle, mitigation and resolution of the last. */
  readonly phases: Phases;
  /** Absent while the incident was never opened again. */
  readonly cycles?: readonly Cycle[];
}

/** The cycle that a time belongs to; the first one before all of them. */
export const cycleAt = (cycles: readonly Cycle[], at: string): Cycle | undefined =>
  cycles.findLast(({ from }) => Date.parse(from) <= Date.parse(at)) ?? cycles[0];

/** From first start to last resolution. */
export function phasesOfWhole(cycles: readonly Phases[]): Phases {
  const first = cycles.find(({ started }) => started !== undefined) ?? cycles[0];
  const last = cycles.at(-1);
  return {
    ...(first?.started && { started: first.started }),
    ...(first?.detected && { detected: first.detected }),
    ...(first?.acknowledged && { acknowledged: first.acknowledged }),
    ...(last?.mitigated && { mitigated: last.mitigated }),
    ...(last?.resolved && { resolved: last.resolved }),
  };
}

/** Which entries are asked for; what is left out chooses none away. */
export interface TimelineChoice {
  readonly phase?: PhaseName;
  readonly kind?: Kind | 'note';
  /** Id of the source that the evidence is from. */
  readonly source?: string;
}
