import type { SourcedObservation } from '../../domain/observation.ts';
import { listOf, textOf } from '../../timeline/attributes.ts';
import { inOrder } from './in-order.ts';

/** A setting that was changed, or read, at a time. */
export interface ConfigurationFact {
  readonly at: string;
  readonly changed: boolean;
  readonly name: string;
  readonly key: string;
  /** The value from then on, or as read; undefined when the source does not say. */
  readonly value: string | undefined;
  readonly ruleGroups: readonly string[];
  readonly evidence: string;
}

export interface ConfigurationCollector {
  add(sourced: SourcedObservation): void;
  /** In order of time. */
  facts(): readonly ConfigurationFact[];
}

export function configurationCollector(): ConfigurationCollector {
  const facts: ConfigurationFact[] = [];
  return {
    add({ evidence, observation }) {
      const { kind, at } = observation;
      if (kind !== 'config.changed' && kind !== 'config.observed') return;
      facts.push({
        at,
        changed: kind === 'config.changed',
        name: textOf(observation, 'config.name') ?? 'unknown',
        key: textOf(observation, 'config.key') ?? 'configuration',
        value: textOf(observation, kind === 'config.changed' ? 'config.to' : 'config.value'),
        ruleGroups: listOf(observation, 'waf.rule_groups'),
        evidence,
      });
    },
    facts: () => inOrder(facts),
  };
}
