import type { CaseItem } from '../domain/case-file.ts';
import type { EvidenceItem } from '../domain/evidence-item.ts';
import type { Gap } from '../domain/gap.ts';
import type { Incident } from '../domain/incident.ts';
import type { Window } from '../domain/time.ts';
import type { Timeline } from '../domain/timeline.ts';
import type { Understanding } from '../domain/understanding.ts';
import type { Series } from '../timeline/series.ts';
import type { ConfigurationFact } from './facts/configuration.ts';
import type { CredentialFact } from './facts/credentials.ts';
import type { StatementFacts } from './facts/database.ts';
import type { ProbeFact } from './facts/probes.ts';
import type { SourceTotals } from './facts/totals.ts';
import type { WafFacts } from './facts/waf.ts';
import type { Policy } from './policy.ts';

/** What an analysis is computed over, beside the observations. */
export interface AnalysisInput {
  readonly timeline: Timeline;
  readonly items: readonly CaseItem[];
  readonly gaps: readonly Gap[];
  readonly understanding: Understanding;
}

/** Everything that gates and claims look at. */
export interface Context {
  readonly incident: Incident;
  /** What is judged: the incident's window, or a part of it. */
  readonly window: Window;
  /** Where the incident's window begins: what was before it is what is usual. */
  readonly baselineToMs: number;
  readonly policy: Policy;
  readonly timeline: Timeline;
  readonly understanding: Understanding;
  readonly items: readonly EvidenceItem[];
  readonly gaps: readonly Gap[];
  readonly series: readonly Series[];
  readonly waf: WafFacts;
  readonly sourceTotals: SourceTotals | null;
  readonly configuration: readonly ConfigurationFact[];
  readonly credentials: readonly CredentialFact[];
  readonly statements: StatementFacts | null;
  /** In order of time. */
  readonly probes: readonly ProbeFact[];
}

/** Milliseconds of a phase; null when it was not found. */
export function phaseMs(context: Context, phase: keyof Timeline['phases']): number | null {
  const found = context.timeline.phases[phase];
  return found ? Date.parse(found.at) : null;
}
