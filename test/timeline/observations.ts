import type { Incident, Note, PhaseName } from '../../src/domain/incident.ts';
import type {
  Attributes,
  Clock,
  Kind,
  Observation,
  SamplePoint,
  SourcedObservation,
} from '../../src/domain/observation.ts';
import { toIso } from '../../src/domain/time.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** 2026-01-27T00:00:00Z, where the window of `incident` begins. */
export const startMs = Date.UTC(2026, 0, 27);

export const incident: Incident = {
  id: 'INC-2026-0001',
  title: 'probing of search',
  severity: 'sev2',
  status: 'open',
  closing: null,
  services: ['search'],
  window: { from: toIso(startMs), to: toIso(startMs + 24 * HOUR_MS) },
  startedAt: toIso(startMs + 24 * HOUR_MS),
  startedBy: 'cli:root',
};

/** An observation at some minutes after the window's beginning. */
export function observed(
  kind: Kind,
  atMinutes: number,
  attributes: Attributes = {},
  evidence = 'E-0001',
): SourcedObservation {
  return { evidence, observation: bare(kind, toIso(startMs + atMinutes * MINUTE_MS), attributes) };
}

export const bare = (kind: Kind, at: string, attributes: Attributes): Observation => ({
  at,
  clock: 'log' satisfies Clock,
  kind,
  source: 'edge-waf',
  sourceType: 'aws.waf',
  format: 'aws.waf-log',
  summary: `${kind} somewhere`,
  attributes,
  record: { page: 0, index: 0, byteOffset: 0 },
});

export const waf = (
  kind: 'waf.blocked' | 'waf.counted' | 'waf.allowed',
  atMinutes: number,
  request: string,
  rule: string,
  more: Attributes = {},
  evidence = 'E-0001',
): SourcedObservation =>
  observed(
    kind,
    atMinutes,
    {
      'http.request.id': request,
      'client.address': '203.0.113.7',
      'url.path': '/api/v1/search',
      'waf.matched_rules': [rule],
      ...(kind === 'waf.counted' ? { 'waf.counted_rules': [rule] } : { 'security_rule.name': rule }),
      ...more,
    },
    evidence,
  );

export const series = (
  name: string,
  values: readonly (number | null)[],
  options: { readonly fromMinutes?: number; readonly stepMinutes?: number; readonly evidence?: string } = {},
): SourcedObservation => {
  const { fromMinutes = 0, stepMinutes = 1, evidence = 'E-0002' } = options;
  const points = values.flatMap((value, index): readonly SamplePoint[] =>
    value === null ? [] : [[toIso(startMs + (fromMinutes + index * stepMinutes) * MINUTE_MS), value]],
  );
  return {
    evidence,
    observation: {
      ...bare('sli.sample', points[0]?.[0] ?? incident.window.from, { 'sli.name': name }),
      source: 'slis',
      sourceType: 'prometheus',
      format: 'prometheus.query',
      series: {},
      points,
    },
  };
};

export const note = (
  id: string,
  atMinutes: number,
  text: string,
  phase: PhaseName | null = null,
  version = 1,
): Note => ({
  id,
  version,
  at: toIso(startMs + atMinutes * MINUTE_MS),
  text,
  author: 'cli:root',
  writtenAt: toIso(startMs + (atMinutes + version) * MINUTE_MS),
  phase,
});
