import type { SourcedObservation } from '../../domain/observation.ts';
import type { Window } from '../../domain/time.ts';
import { textOf } from '../../timeline/attributes.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';

/** Blocks as the source itself counted them. */
export interface SourceTotals {
  readonly blocked: number;
  readonly source: string;
  readonly evidence: readonly string[];
}

export interface TotalsCollector {
  add(sourced: SourcedObservation): void;
  /** Null when no source gave totals of blocks in the window. */
  totals(): SourceTotals | null;
}

/** A bin that two collections cover counts once, with the larger count: the other saw only part of it. */
export function totalsCollector(window: Window): TotalsCollector {
  const bins = new Map<string, { readonly count: number; readonly byRule: boolean }>();
  const evidenceIds = new Set<string>();
  let source = '';
  return {
    add({ evidence, observation }) {
      if (observation.kind !== 'waf.total') return;
      const atMs = Date.parse(observation.at);
      const count = observation.attributes['count'];
      if (typeof count !== 'number' || atMs < window.fromMs || atMs >= window.toMs) return;
      if ((textOf(observation, 'waf.action') ?? 'BLOCK').toUpperCase() !== 'BLOCK') return;
      const rule = textOf(observation, 'security_rule.name');
      const key = JSON.stringify([atMs, rule ?? null]);
      bins.set(key, { count: Math.max(bins.get(key)?.count ?? 0, count), byRule: rule !== undefined });
      evidenceIds.add(evidence);
      if (source === '' || observation.source < source) source = observation.source;
    },
    totals() {
      if (bins.size === 0) return null;
      const all = [...bins.values()];
      const byRule = all.filter((bin) => bin.byRule);
      const told = byRule.length > 0 ? byRule : all;
      const blocked = told.reduce((sum, { count }) => sum + count, 0);
      return { blocked, source, evidence: sortedIds(evidenceIds) };
    },
  };
}
