import { readFileSync } from 'node:fs';
import { analysisBuilder } from '../../src/analysis/builder.ts';
import { loadPolicy } from '../../src/analysis/load-policy.ts';
import { understandingBuilder } from '../../src/analysis/understanding.ts';
import type { Analysis, CaseItem } from '../../src/domain/case-file.ts';
import type { Coverage } from '../../src/domain/coverage.ts';
import type { EvidenceItem } from '../../src/domain/evidence-item.ts';
import type { FormatId } from '../../src/domain/formats.ts';
import type { Gap } from '../../src/domain/gap.ts';
import type { GateResult } from '../../src/domain/gate.ts';
import type { Incident, Note } from '../../src/domain/incident.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { toIso, type WindowJson } from '../../src/domain/time.ts';
import type { Timeline } from '../../src/domain/timeline.ts';
import { timelineBuilder } from '../../src/timeline/builder.ts';
import { HOUR_MS, incident, series, startMs } from '../timeline/observations.ts';

export const policy = loadPolicy(
  readFileSync(new URL('../../templates/policy.yaml', import.meta.url), 'utf8'),
  'templates/policy.yaml',
);

export const DAY_MINUTES = 1440;

/** A value for each minute of the window. */
export const daily = (valueAt: (minute: number) => number | null): (number | null)[] =>
  Array.from({ length: DAY_MINUTES }, (_, minute) => valueAt(minute));

/** Six hours of one value before the window. */
export const baseline = (name: string, value: number, evidence = 'E-0009'): SourcedObservation =>
  series(
    name,
    Array.from({ length: 360 }, () => value),
    { fromMinutes: -360, evidence },
  );

export function item(
  id: string,
  format: FormatId,
  options: {
    readonly coverage?: Coverage;
    readonly query?: EvidenceItem['query'];
    readonly answered?: WindowJson;
  } = {},
): CaseItem {
  return {
    sha256: '0'.repeat(64),
    item: {
      v: 1,
      id,
      incident: incident.id,
      source: format === 'prometheus.query' ? 'slis' : 'edge-waf',
      sourceType: 'import',
      format,
      mediaType: 'application/json',
      query: options.query ?? {},
      asked: incident.window,
      answered: options.answered ?? null,
      retrievedAt: toIso(startMs + 24 * HOUR_MS),
      clockOffsetMs: null,
      coverage: options.coverage ?? { state: 'complete' },
      proof: [],
      fidelity: 'wire',
      pages: [],
      records: 0,
      observations: 0,
      rejected: 0,
      rejects: [],
      redactions: {},
      ruleSetSha256: '0'.repeat(64),
      collector: 'cli:root',
      tool: { name: 'rca', version: '0.1.0' },
      original: null,
    },
  };
}

export interface Case {
  readonly timeline: Timeline;
  readonly analysis: Analysis;
}

export function analysed(
  observations: readonly SourcedObservation[],
  items: readonly CaseItem[] = [],
  notes: readonly Note[] = [],
  gaps: readonly Gap[] = [],
  of: Incident = incident,
): Case {
  const timelines = timelineBuilder(of, notes);
  const analyses = analysisBuilder(of, policy);
  const understandings = understandingBuilder(of, policy);
  for (const observation of observations) {
    timelines.add(observation);
    analyses.add(observation);
    understandings.add(observation);
  }
  const understanding = understandings.finish(items.map(({ item }) => item));
  const timeline = timelines.finish(understanding);
  return { timeline, analysis: analyses.finish({ timeline, items, gaps, understanding }) };
}

export function gateOf({ analysis }: Case, id: string): GateResult {
  const gate = analysis.gates.find((result) => result.gate === id);
  if (!gate) throw new Error(`no gate ${id}`);
  return gate;
}
