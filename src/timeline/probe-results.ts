import type { SourcedObservation } from '../domain/observation.ts';
import { type ProbeResult, probeChecks, probeOutcomes } from '../domain/probe.ts';
import { textOf } from './attributes.ts';

/** One transcript as people are shown it; null for anything else. */
export function probeResultOf({ evidence, observation }: SourcedObservation): ProbeResult | null {
  if (observation.kind !== 'probe.result') return null;
  const check = probeChecks.find((known) => known === textOf(observation, 'probe.check'));
  const outcome = probeOutcomes.find((known) => known === textOf(observation, 'probe.outcome'));
  if (check === undefined || outcome === undefined) return null;
  const attempt = observation.attributes['probe.attempt'];
  return {
    target: textOf(observation, 'probe.target') ?? 'unknown',
    check,
    expected: textOf(observation, 'probe.expected') ?? '',
    seen: textOf(observation, 'probe.seen') ?? '',
    outcome,
    at: observation.at,
    attempt: typeof attempt === 'number' ? attempt : 1,
    evidence,
  };
}
