import type { Chart } from '../../src/domain/case-file.ts';
import type { SamplePoint } from '../../src/domain/observation.ts';

const MINUTE_MS = 60_000;

/** Numbers that wander like a measured service, the same in each run. */
function wander(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

/** A hump between two times: 0 outside, 1 in the middle. */
const hump = (atMs: number, fromMs: number, toMs: number): number => {
  const share = (atMs - fromMs) / (toMs - fromMs);
  return share <= 0 || share >= 1 ? 0 : Math.sin(Math.PI * share) ** 0.6;
};

export interface Moments {
  readonly fromMs: number;
  readonly toMs: number;
  readonly startedMs: number;
  readonly mitigatedMs: number;
  readonly resolvedMs: number;
}

function points(
  moments: Moments,
  seed: number,
  value: (trouble: number, noise: number) => number,
  missing: (atMs: number) => boolean = () => false,
): SamplePoint[] {
  const noise = wander(seed);
  const samples: SamplePoint[] = [];
  for (let atMs = moments.fromMs; atMs <= moments.toMs; atMs += 5 * MINUTE_MS) {
    const trouble = hump(atMs, moments.startedMs, moments.mitigatedMs + 40 * MINUTE_MS);
    const sample = value(trouble, noise());
    if (!missing(atMs)) samples.push([new Date(atMs).toISOString(), sample]);
  }
  return samples;
}

const blockShares = {
  'AWSManagedRulesSQLiRuleSet: SQLi_QUERYARGUMENTS': 0.45,
  'AWSManagedRulesBotControlRuleSet: SignalNonBrowserUserAgent': 0.26,
  'rate-limit-per-ip': 0.17,
  'require-authorization': 0.12,
} as const;

/** 12,453 blocks in 15-minute buckets, most of them while the probing lasted. */
function blockBuckets(moments: Moments, total: number) {
  const bucketMs = 15 * MINUTE_MS;
  const noise = wander(7);
  const starts: number[] = [];
  for (let atMs = moments.fromMs; atMs < moments.toMs; atMs += bucketMs) starts.push(atMs);
  const weights = starts.map(
    (atMs) => 0.02 + hump(atMs, moments.startedMs, moments.resolvedMs) * (1 + noise() * 0.5),
  );
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  return starts.map((atMs, index) => {
    const counts: Record<string, number> = {};
    for (const [name, share] of Object.entries(blockShares)) {
      const whole = Math.round(((weights[index] ?? 0) / weightSum) * total * share);
      counts[name] = Math.min(whole, total - given);
      given += counts[name];
    }
    return { at: new Date(atMs).toISOString(), counts };
  });
}

/** The demo incident's charts: SLIs with thresholds, auth failures against baseline, blocks by rule. */
export function caseCharts(moments: Moments): Chart[] {
  const outageMs = moments.startedMs + 95 * MINUTE_MS;
  return [
    {
      kind: 'stacked',
      id: 'waf-blocks',
      title: 'WAF blocks by rule, per 15 minutes',
      unit: 'requests',
      bucketMs: 15 * MINUTE_MS,
      names: Object.keys(blockShares),
      buckets: blockBuckets(moments, 12_453),
      evidence: ['E-0001', 'E-0002', 'E-0003'],
    },
    {
      kind: 'sli',
      id: 'latency',
      title: 'Request latency',
      unit: 'seconds',
      lines: [
        {
          name: 'p95',
          points: points(moments, 11, (trouble, noise) => 0.148 + trouble * 0.16 + noise * 0.014),
        },
        {
          name: 'p99',
          points: points(moments, 12, (trouble, noise) => 0.236 + trouble * 0.24 + noise * 0.03),
        },
      ],
      threshold: { value: 0.22, label: 'p95 objective 220 ms' },
      baseline: null,
      evidence: ['E-0009', 'E-0010'],
    },
    {
      kind: 'sli',
      id: 'availability',
      title: 'Availability',
      unit: 'ratio',
      lines: [
        {
          name: 'availability',
          points: points(
            moments,
            13,
            (trouble, noise) => Math.min(1, 0.99965 - trouble * 0.0068 + noise * 0.0004),
            (atMs) => atMs > outageMs && atMs < outageMs + 45 * MINUTE_MS,
          ),
        },
      ],
      threshold: { value: 0.999, label: 'objective 99.9 %' },
      baseline: null,
      evidence: ['E-0008'],
    },
    {
      kind: 'sli',
      id: 'auth-failures',
      title: 'Failed authentications against baseline',
      unit: '1/s',
      lines: [
        {
          name: 'auth_failures',
          points: points(moments, 14, (trouble, noise) => 0.42 + trouble * 3.1 + noise * 0.16),
        },
      ],
      threshold: { value: 1.29, label: '3 × baseline' },
      baseline: { value: 0.43, label: 'baseline 0.43 per second' },
      evidence: ['E-0011', 'E-0012'],
    },
  ];
}
