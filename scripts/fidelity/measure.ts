import type { Policy } from '../../src/analysis/policy.ts';
import { understandingBuilder } from '../../src/analysis/understanding.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { toIso } from '../../src/domain/time.ts';
import { effectGroups } from '../../src/indicators/groups.ts';
import type { Recorded } from './data-set.ts';

/** What a method says of what was recorded. */
export interface Finding {
  /** When the first effect began; null where none was seen. */
  readonly startedMs: number | null;
  /** Services by how far they were out, the farthest first. */
  readonly services: readonly string[];
  /** Effects that were seen, joined where they overlap. */
  readonly effects: number;
}

export type Method = (recorded: Recorded) => Finding;

const incidentOf = ({ window, id }: Recorded): Incident => ({
  id: 'INC-2026-0001',
  title: id,
  severity: 'sev2',
  status: 'open',
  closing: null,
  services: [],
  window: { from: toIso(window.fromMs), to: toIso(window.toMs) },
  startedAt: toIso(window.toMs),
  startedBy: 'cli:root',
});

const observationsOf = ({ series }: Recorded): readonly SourcedObservation[] =>
  series
    .filter(({ points }) => points.length > 0)
    .map(({ name, service, points }, index) => ({
      evidence: `E-${String(index + 1).padStart(4, '0')}`,
      observation: {
        at: toIso(points[0]?.[0] ?? 0),
        until: toIso(points.at(-1)?.[0] ?? 0),
        clock: 'evaluation',
        kind: 'sli.sample',
        source: 'public',
        sourceType: 'prometheus',
        format: 'prometheus.query',
        summary: name,
        attributes: { 'sli.name': name },
        record: { page: 0, index: 0, byteOffset: 0 },
        series: { service },
        points: points.map(([atMs, value]) => [toIso(atMs), value]),
      },
    }));

export function ours(policy: Policy): Method {
  return (recorded) => {
    const builder = understandingBuilder(incidentOf(recorded), policy);
    for (const observation of observationsOf(recorded)) builder.add(observation);
    const { episodes, services, phases } = builder.finish([]);
    return {
      startedMs: phases.started === undefined ? null : Date.parse(phases.started.at),
      services: services.map(({ service }) => service),
      effects: effectGroups(episodes).length,
    };
  };
}
