import type { WindowJson } from './time.ts';

export const severities = ['sev1', 'sev2', 'sev3', 'sev4'] as const;
export type Severity = (typeof severities)[number];

export const statuses = ['open', 'mitigated', 'resolved', 'closed'] as const;
export type IncidentStatus = (typeof statuses)[number];

/** How an incident was closed: worked through, opened by mistake, or part of another. */
export const closings = ['done', 'cancelled', 'merged'] as const;

export type Closing =
  | { readonly as: 'done' | 'cancelled' }
  | { readonly as: 'merged'; readonly into: string };

export const phaseNames = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const;
export type PhaseName = (typeof phaseNames)[number];

export interface Incident {
  /** `INC-2026-0001`: the year and a running number. */
  readonly id: string;
  /** Redacted before it was stored. */
  readonly title: string;
  readonly severity: Severity | null;
  readonly status: IncidentStatus;
  /** Null while it is not closed. */
  readonly closing: Closing | null;
  readonly services: readonly string[];
  readonly window: WindowJson;
  readonly startedAt: string;
  /** Role or account that opened it, never a person's name. */
  readonly startedBy: string;
}

/** Something a person wrote down, one version of it. */
export interface Note {
  /** `N-0001` within its incident. */
  readonly id: string;
  /** From 1; every version stays. */
  readonly version: number;
  /** When it happened, as the person says. */
  readonly at: string;
  /** Redacted. */
  readonly text: string;
  readonly author: string;
  readonly writtenAt: string;
  /** Set when the note places a phase. */
  readonly phase: PhaseName | null;
}

/** One run over sources and a window. */
export interface Collection {
  readonly id: string;
  readonly incident: string;
  readonly sources: readonly string[];
  readonly window: WindowJson;
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly finishedAt: string | null;
}

export type SourceState = 'waiting' | 'running' | 'done' | 'failed';

/** How one source of a collection did. */
export interface SourceRun {
  readonly source: string;
  readonly state: SourceState;
  readonly evidence: readonly string[];
  readonly pages: number;
  readonly records: number;
  readonly observations: number;
  readonly rejected: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly error: string | null;
}
