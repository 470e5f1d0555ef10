import type { SourcedObservation } from '../../domain/observation.ts';
import { type ProbeResult, probeChecks } from '../../domain/probe.ts';
import { listOf, textOf } from '../../timeline/attributes.ts';
import { probeResultOf } from '../../timeline/probe-results.ts';
import { inOrder } from './in-order.ts';

/** What one transcript says. */
export interface ProbeFact extends ProbeResult {
  /** Null: no answer came. */
  readonly status: number | null;
  /** Whether the body was seen to its end. */
  readonly seenWhole: boolean;
  /** What the answer shows of the application's inside. */
  readonly leaks: readonly string[];
}

export interface ProbeCollector {
  add(sourced: SourcedObservation): void;
  /** In order of time. */
  facts(): readonly ProbeFact[];
}

export function probeCollector(): ProbeCollector {
  const facts: ProbeFact[] = [];
  return {
    add(sourced) {
      const result = probeResultOf(sourced);
      if (result === null) return;
      const { observation } = sourced;
      const status = observation.attributes['http.response.status_code'];
      facts.push({
        ...result,
        status: typeof status === 'number' ? status : null,
        seenWhole: textOf(observation, 'probe.body') !== 'unseen',
        leaks: listOf(observation, 'probe.leaks'),
      });
    },
    facts: () => inOrder(facts),
  };
}

export const targetsOf = (facts: readonly ProbeFact[]): readonly string[] =>
  [...new Set(facts.map(({ target }) => target))].sort();

/** The last answer to each check of each target that was probed at all; null where the check was not sent. */
export function latestOf(
  facts: readonly ProbeFact[],
): readonly { readonly target: string; readonly check: string; readonly fact: ProbeFact | null }[] {
  return targetsOf(facts).flatMap((target) =>
    probeChecks.map((check) => ({
      target,
      check,
      fact: facts.findLast((fact) => fact.target === target && fact.check === check) ?? null,
    })),
  );
}
