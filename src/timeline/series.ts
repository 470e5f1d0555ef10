import { canonicalJson } from '../domain/canonical.ts';
import type { SampleValue, SourcedObservation } from '../domain/observation.ts';
import { textOf } from './attributes.ts';
import { compareIds, sortedIds } from './evidence-ids.ts';

/** One number of a series; what is not a number (NaN of 0 ÷ 0) is no point. */
export interface Point {
  readonly atMs: number;
  readonly value: number;
}

/** One series of a configured query, merged over all items that hold points of it. */
export interface Series {
  /** Configured name of the query: `latency_p95`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** In order of time. */
  readonly points: readonly Point[];
  readonly evidence: readonly string[];
}

export interface SeriesStore {
  add(sourced: SourcedObservation): void;
  /** In order of name and labels. */
  all(): readonly Series[];
}

interface Collected {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Map<number, { readonly value: SampleValue; readonly evidence: string }>;
  readonly evidence: Set<string>;
}

/** Where two items disagree about a point, the one that was collected later is right. */
export function seriesStore(): SeriesStore {
  const collected = new Map<string, Collected>();
  return {
    add({ evidence, observation }) {
      const labels = observation.series ?? {};
      const name = textOf(observation, 'sli.name') ?? labels['__name__'] ?? 'series';
      const key = canonicalJson([name, labels]);
      const series: Collected = collected.get(key) ?? {
        name,
        labels,
        values: new Map(),
        evidence: new Set(),
      };
      collected.set(key, series);
      series.evidence.add(evidence);
      for (const [at, value] of observation.points ?? []) {
        const atMs = Date.parse(at);
        const known = series.values.get(atMs);
        if (known === undefined || compareIds(known.evidence, evidence) < 0) {
          series.values.set(atMs, { value, evidence });
        }
      }
    },
    all: () =>
      [...collected]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, series]) => ({
          name: series.name,
          labels: series.labels,
          points: numbersOf(series.values),
          evidence: sortedIds(series.evidence),
        })),
  };
}

const numbersOf = (values: Collected['values']): readonly Point[] =>
  [...values]
    .flatMap(([atMs, { value }]) => (typeof value === 'number' ? [{ atMs, value }] : []))
    .sort((a, b) => a.atMs - b.atMs);

/** Points from `fromMs`, included, to `toMs`, excluded. */
export const pointsWithin = (points: readonly Point[], fromMs: number, toMs: number): readonly Point[] =>
  points.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);

export const meanOf = (points: readonly Point[]): number =>
  points.reduce((sum, { value }) => sum + value, 0) / points.length;

const isLatency = (name: string): boolean => name.startsWith('latency');
const RATIOS = new Set(['availability', 'error_ratio', 'db_pool']);
const SIGNIFICANT = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** A value of a query as a person reads it: `212 ms`, `99.93 %`, `0.4`. */
export function tellValue(name: string, value: number): string {
  if (isLatency(name)) return `${SIGNIFICANT.format(value * 1000)} ms`;
  return RATIOS.has(name) ? `${SIGNIFICANT.format(value * 100)} %` : SIGNIFICANT.format(value);
}
