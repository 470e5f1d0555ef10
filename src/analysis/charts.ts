import type { Chart } from '../domain/case-file.ts';
import type { SamplePoint } from '../domain/observation.ts';
import { toIso } from '../domain/time.ts';
import { levelOf } from '../judges/figures.ts';
import { pointsWithin, type Series } from '../timeline/series.ts';
import { addTo, ranked, type Tally } from '../timeline/tally.ts';
import { cleaned } from '../timeline/words.ts';
import type { Context } from './context.ts';
import { MINUTE_MS } from './facts/minutes.ts';
import { sliOf } from './facts/sli.ts';
import { boundOf, timesBaselineOf } from './policy.ts';

interface Plan {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** From the indicator's unit to the chart's. */
  readonly scale: number;
  /** Whether the bound of the policy is drawn. */
  readonly isBounded?: true;
  readonly withBaseline?: true;
}

const PLANS: readonly Plan[] = [
  {
    id: 'availability',
    name: 'availability',
    title: 'Availability',
    unit: '%',
    scale: 100,
    isBounded: true,
  },
  {
    id: 'latency-p95',
    name: 'latency_p95',
    title: 'Latency, 95th percentile',
    unit: 'ms',
    scale: 1000,
    isBounded: true,
  },
  {
    id: 'latency-p99',
    name: 'latency_p99',
    title: 'Latency, 99th percentile',
    unit: 'ms',
    scale: 1000,
    withBaseline: true,
  },
  {
    id: 'error-ratio',
    name: 'error_ratio',
    title: 'Share of 5xx answers',
    unit: '%',
    scale: 100,
    isBounded: true,
  },
  {
    id: 'auth-failures',
    name: 'auth_failures',
    title: 'Authentication failures',
    unit: 'a second',
    scale: 1,
    withBaseline: true,
  },
  {
    id: 'jwt-replay',
    name: 'jwt_replay',
    title: 'Replayed tokens prevented',
    unit: '',
    scale: 1,
    withBaseline: true,
  },
];

/** Charts of what is in evidence; an indicator without a point gives none. */
export function chartsOf(context: Context): readonly Chart[] {
  return [...PLANS.flatMap((plan) => sliChart(context, plan) ?? []), ...(blocksChart(context) ?? [])];
}

function sliChart(context: Context, plan: Plan): Chart | undefined {
  const sli = sliOf(context, plan.name);
  if (!sli) return undefined;
  const { fromMs, toMs } = context.window;
  const series = context.series.filter(({ name }) => name === plan.name);
  const baseline = plan.withBaseline ? sli.series.find((one) => one.baseline)?.baseline : null;
  const threshold = bound(context, plan) ?? baselineThreshold(context, plan, baseline?.mean);
  return {
    kind: 'sli',
    id: plan.id,
    title: plan.title,
    unit: plan.unit,
    lines: series.flatMap((one) => {
      const points = pointsWithin(one.points, fromMs, toMs).map(
        ({ atMs, value }): SamplePoint => [toIso(atMs), tidy(value * plan.scale)],
      );
      return points.length === 0 ? [] : [{ name: lineName(one, plan.title, series.length), points }];
    }),
    threshold: threshold ?? null,
    baseline: baseline
      ? { value: tidy(baseline.mean * plan.scale), label: `baseline, mean of ${baseline.told}` }
      : null,
    evidence: sli.evidence,
  };
}

function bound(
  { policy }: Context,
  { name, unit, scale, isBounded }: Plan,
): { readonly value: number; readonly label: string } | undefined {
  const gate = isBounded && boundOf(policy, name);
  if (!gate) return undefined;
  const value = tidy((gate.limit / levelOf(gate).scale) * scale);
  return { value, label: `${gate.check === 'floor' ? 'at least' : 'at most'} ${value} ${unit}` };
}

function baselineThreshold(
  { policy }: Context,
  { name, scale }: Plan,
  baseline: number | undefined,
): { readonly value: number; readonly label: string } | undefined {
  if (baseline === undefined) return undefined;
  const gate = timesBaselineOf(policy, name);
  if (gate?.of === 'held') {
    return { value: tidy(baseline * scale * gate.limit), label: `${gate.limit} × baseline` };
  }
  if (gate?.of === 'mean') {
    const over = tidy((gate.limit - 1) * 100);
    return { value: tidy(baseline * scale * gate.limit), label: `${over} % over baseline` };
  }
  return undefined;
}

/** Twelve significant digits: what scaling adds behind them is noise of the representation. */
const tidy = (value: number): number => Number(value.toPrecision(12));

function lineName({ labels }: Series, title: string, siblings: number): string {
  if (siblings === 1) return title;
  const named = Object.entries(labels).filter(([label]) => label !== '__name__');
  return named.length === 0
    ? title
    : cleaned(named.map(([label, value]) => `${label}=${value}`).join(', '), 60);
}

const BUCKETS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 180, 360, 720, 1440];
const BUCKETS_MAX = 96;
const NAMES_MAX = 8;

function blocksChart({ window, waf }: Context): readonly Chart[] | undefined {
  if (waf.blocked === 0) return undefined;
  const spanMs = window.toMs - window.fromMs;
  const minutes = BUCKETS_MINUTES.find((size) => spanMs / (size * MINUTE_MS) <= BUCKETS_MAX) ?? 1440;
  const bucketMs = minutes * MINUTE_MS;
  const all = ranked(waf.blockedByRule).map(([rule]) => rule);
  const named = new Set(all.length <= NAMES_MAX ? all : all.slice(0, NAMES_MAX - 1));
  const buckets = new Map<number, Tally>();
  const firstBucket = Math.floor(window.fromMs / bucketMs);
  const lastBucket = Math.floor((window.toMs - 1) / bucketMs);
  for (let bucket = firstBucket; bucket <= lastBucket; bucket += 1) buckets.set(bucket, new Map());
  for (const [minute, rules] of waf.rulesByMinute) {
    const counts = buckets.get(Math.floor((minute * MINUTE_MS) / bucketMs));
    for (const [rule, count] of rules) {
      if (counts) addTo(counts, named.has(rule) ? rule : 'other', count);
    }
  }
  return [
    {
      kind: 'stacked',
      id: 'waf-blocks',
      title: 'Requests blocked by the firewall, by rule',
      unit: 'requests',
      bucketMs,
      names: all.length <= NAMES_MAX ? all : [...named, 'other'],
      buckets: [...buckets].map(([bucket, counts]) => ({
        at: toIso(bucket * bucketMs),
        counts: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
      })),
      evidence: waf.evidence,
    },
  ];
}
