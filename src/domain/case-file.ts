import type { Claim } from './claim.ts';
import type { SourceAccount } from './completeness.ts';
import type { CustodyStep } from './custody.ts';
import type { EvidenceItem } from './evidence-item.ts';
import type { Gap } from './gap.ts';
import type { GateResult } from './gate.ts';
import type { Impact } from './impact.ts';
import type { Incident, Note } from './incident.ts';
import type { LedgerHead } from './ledger.ts';
import type { SamplePoint } from './observation.ts';
import type { SectionEntry } from './section.ts';
import type { StatedSignoff } from './signoff.ts';
import type { Timeline } from './timeline.ts';
import type { Rotation, Understanding } from './understanding.ts';

/** A measure of the response, in milliseconds; null with the reason in `why` when a phase is missing. */
export interface ResponseMeasure {
  readonly measure: 'MTTD' | 'MTTA' | 'MTTM' | 'MTTR';
  readonly durationMs: number | null;
  readonly why: string;
  readonly evidence: readonly string[];
}

export interface StatementSummary {
  readonly bound: number;
  readonly simple: number;
  readonly unknown: number;
  readonly evidence: readonly string[];
  /** Up to 20 statement texts (redacted) with how often each ran. */
  readonly examples: readonly { readonly text: string; readonly binding: string; readonly count: number }[];
}

export type Chart =
  | {
      readonly kind: 'sli';
      /** File-name safe: `latency-p95`. */
      readonly id: string;
      readonly title: string;
      readonly unit: string;
      readonly lines: readonly { readonly name: string; readonly points: readonly SamplePoint[] }[];
      readonly threshold: { readonly value: number; readonly label: string } | null;
      /** A level to compare with, such as a baseline, and its multiple that triggers. */
      readonly baseline: { readonly value: number; readonly label: string } | null;
      readonly evidence: readonly string[];
    }
  | {
      readonly kind: 'stacked';
      readonly id: string;
      readonly title: string;
      readonly unit: string;
      readonly bucketMs: number;
      /** At most eight names, most frequent first, the rest under `other`. */
      readonly names: readonly string[];
      readonly buckets: readonly {
        readonly at: string;
        readonly counts: Readonly<Record<string, number>>;
      }[];
      readonly evidence: readonly string[];
    };

/** What analysis says, from observations alone. */
export interface Analysis {
  readonly understanding: Understanding;
  readonly gates: readonly GateResult[];
  readonly summary: readonly Claim[];
  readonly impact: readonly Claim[];
  readonly impactFigures: Impact;
  readonly detection: readonly ResponseMeasure[];
  readonly indicators: readonly Claim[];
  readonly trigger: Claim | null;
  readonly factors: readonly Claim[];
  readonly ruledOut: readonly Claim[];
  readonly notChecked: readonly string[];
  readonly resolution: readonly Claim[];
  readonly rotations: readonly Rotation[];
  readonly statements: StatementSummary | null;
  readonly charts: readonly Chart[];
  /** Absences that only show when evidence is set beside evidence (totals that differ, …). */
  readonly gaps: readonly Gap[];
}

export interface CaseItem {
  readonly item: EvidenceItem;
  /** SHA-256 of the item's canonical description. */
  readonly sha256: string;
}

/** All that documents and packs are made from: a function of the stored evidence. */
export interface CaseFile {
  readonly incident: Incident;
  /** Time of the last ledger entry that it was computed from: documents bear this time, not the clock's. */
  readonly asOf: string;
  readonly timeline: Timeline;
  readonly analysis: Analysis;
  /** Standing items, in order of id. */
  readonly items: readonly CaseItem[];
  readonly withdrawn: readonly { readonly id: string; readonly why: string }[];
  /** Recorded at collection, and found by analysis. */
  readonly gaps: readonly Gap[];
  /** By id, imports last. */
  readonly sources: readonly SourceAccount[];
  /** Latest version of each note. */
  readonly notes: readonly Note[];
  /** Latest version of what people wrote into each section, without what was withdrawn. */
  readonly sections: readonly SectionEntry[];
  readonly custody: readonly CustodyStep[];
  /** In order of the ledger. */
  readonly signoffs: readonly StatedSignoff[];
  readonly ledger: LedgerHead;
  readonly tool: { readonly name: 'rca'; readonly version: string };
}
