import type { CaseFile } from '../domain/case-file.ts';
import type { Gap } from '../domain/gap.ts';
import type { GateResult } from '../domain/gate.ts';
import type { Collection, Incident, Note, PhaseName, Severity, SourceRun } from '../domain/incident.ts';
import type { Window } from '../domain/time.ts';
import type { Phases, Timeline } from '../domain/timeline.ts';

/** Account or role that acts, as the ledger shows it: `cli:root`, `slack:T1/U1`. */
export type Actor = string;

export interface StartInput {
  readonly title: string;
  readonly severity: Severity | null;
  readonly services: readonly string[];
  readonly window: Window;
}

export interface StatusReport {
  readonly incident: Incident;
  readonly phases: Phases;
  /** Latest run of each source over all collections. */
  readonly sources: readonly (SourceRun & { readonly coverage: string })[];
  readonly gaps: readonly Gap[];
  readonly gates: readonly GateResult[];
  /** What is still missing for a complete RCA, in words. */
  readonly missing: readonly string[];
}

export interface RenderedDocument {
  readonly kind: 'rca' | 'evidence-pack';
  readonly format: 'markdown' | 'html' | 'pdf';
  readonly path: string;
  readonly sha256: string;
}

export interface PackResult {
  readonly path: string;
  readonly sha256: string;
  readonly version: number;
  readonly manifestSha256: string;
  /** Number of evidence items. */
  readonly evidence: number;
}

/**
 * What entries (Slack, command line, web) can ask for. `key` makes a call idempotent against retries and
 * double clicks. Texts come in raw and are redacted before anything is stored.
 */
export interface UseCases {
  start(input: StartInput, actor: Actor, key?: string): Promise<Incident>;
  /** Stores the collection and queues a job a source; without `sources` all configured ones. */
  requestCollection(
    incident: string,
    options: { readonly sources?: readonly string[]; readonly window?: Window },
    actor: Actor,
    key?: string,
  ): Promise<Collection>;
  /** Runs what `requestCollection` queued, in this process, one source after another. */
  runCollection(collection: string, onProgress?: (run: SourceRun) => void): Promise<readonly SourceRun[]>;
  sourceRuns(collection: string): Promise<readonly SourceRun[]>;
  status(incident: string): Promise<StatusReport>;
  note(
    incident: string,
    note: { readonly text: string; readonly atMs: number | null; readonly phase: PhaseName | null },
    actor: Actor,
    key?: string,
  ): Promise<Note>;
  timeline(incident: string): Promise<Timeline>;
  caseFile(incident: string): Promise<CaseFile>;
  draft(incident: string, outDir: string, actor: Actor): Promise<readonly RenderedDocument[]>;
  pack(incident: string, outFile: string, actor: Actor): Promise<PackResult>;
}
