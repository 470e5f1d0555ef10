import { z } from 'zod';
import type { Threshold } from '../timeline/series-entry.ts';

const ratio = z.number().min(0).max(1);
const positive = z.number().positive();
const minutes = z.number().int().min(1).max(1440);

const deviations = z.strictObject({
  deviationsAtMost: positive.describe('standard deviations over the mean of the baseline'),
  forMinutes: minutes,
});
const burn = z.strictObject({
  budgetShareBelow: ratio.describe('share of the error budget'),
  perMinutes: minutes.describe('time in which that share is spent'),
  forMinutes: minutes.describe('time over which the burn is averaged'),
});

/** The policy file, `templates/policy.yaml`: ratios are 0..1, times are in the unit that the name ends with. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  slo: z.strictObject({ target: z.number().gt(0).lt(1), periodDays: z.number().int().min(1).max(366) }),
  gates: z.strictObject({
    availability: z.strictObject({ atLeast: ratio }),
    'latency-p95': z.strictObject({ atMostMs: positive }),
    'latency-p99': z.strictObject({ overBaselineAtMost: z.number().min(0), forMinutes: minutes }),
    'error-ratio': z.strictObject({ atMost: ratio }),
    soak: z.strictObject({ greenMinutesAtLeast: minutes }),
    'waf-block-mode': z.strictObject({ countMinutesAtMost: z.number().min(0) }),
    'waf-correlation': z.strictObject({ correlationBelow: ratio, spikeTimes: positive }),
    'auth-failures': z.strictObject({ timesBaselineBelow: positive, forMinutes: minutes }),
    'jwt-replay': deviations,
    'cors-denied': deviations,
    'stack-traces': z.strictObject({ atMost: z.number().min(0) }),
    'limiter-errors': z.strictObject({ forMinutesBelow: minutes }),
    'db-pool': z.strictObject({ atMost: ratio }),
    'burn-fast': burn,
    'burn-slow': burn,
    'rollback-latency': z.strictObject({ aboveMs: positive, forMinutes: minutes }),
    'rollback-errors': z.strictObject({ above: ratio, forMinutes: minutes }),
    'rollback-limiter': z.strictObject({ forMinutesBelow: minutes }),
    'rollback-db-pool': z.strictObject({ atMost: ratio }),
    'rollback-waf': z.strictObject({ errorsAbove: ratio, spikeTimes: positive, withinMinutes: minutes }),
  }),
});

export type Policy = z.infer<typeof policySchema>;

/** The limits of the policy by name of query, in the query's own unit, for whoever words a series. */
export function sliThresholds({ gates }: Policy): Readonly<Record<string, Threshold>> {
  return {
    availability: { limit: gates.availability.atLeast, bad: 'below' },
    latency_p95: { limit: gates['latency-p95'].atMostMs / 1000, bad: 'above' },
    error_ratio: { limit: gates['error-ratio'].atMost, bad: 'above' },
    stack_traces: { limit: gates['stack-traces'].atMost, bad: 'above' },
    db_pool: { limit: gates['db-pool'].atMost, bad: 'above' },
  };
}

/** How long effects must be over before the policy takes an incident's end for one. */
export const soakMs = ({ gates }: Policy): number => gates.soak.greenMinutesAtLeast * 60_000;
