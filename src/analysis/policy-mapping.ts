import { z } from 'zod';
import { type GateSpec, gateSpecSchema } from '../judges/spec.ts';

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

/** Gates as a policy of version 1 sets them: a fixed set, by id. */
export const mappingSchema = z.strictObject({
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
});

type Mapping = z.infer<typeof mappingSchema>;

/** The same gates as a list, in the order in which they always stood. */
export function gatesOfMapping(gates: Mapping): readonly GateSpec[] {
  const limiter = (id: 'limiter-errors' | 'rollback-limiter') => ({
    ...{ id, check: 'held-for', indicator: 'limiter_errors', limit: 0, figure: 'minutes' },
    forMinutes: gates[id].forMinutesBelow,
  });
  const dbPool = (id: 'db-pool' | 'rollback-db-pool') => ({
    ...{ id, check: 'ceiling', indicator: 'db_pool' },
    limit: gates[id].atMost,
  });
  const away = (id: 'jwt-replay' | 'cors-denied', indicator: string) => ({
    ...{ id, check: 'deviation', indicator },
    limit: gates[id].deviationsAtMost,
    forMinutes: gates[id].forMinutes,
  });
  const burnt = (id: 'burn-fast' | 'burn-slow', indicator: string) => ({
    ...{ id, check: 'burn', indicator, limit: gates[id].budgetShareBelow },
    perMinutes: gates[id].perMinutes,
    forMinutes: gates[id].forMinutes,
  });
  const proven = (id: string, lens: string, limit = 0) => ({ id, check: 'proven', lens, limit });
  const p99 = gates['latency-p99'];
  const auth = gates['auth-failures'];
  const list: readonly z.input<typeof gateSpecSchema>[] = [
    { id: 'availability', check: 'floor', indicator: 'availability', limit: gates.availability.atLeast },
    { id: 'latency-p95', check: 'ceiling', indicator: 'latency_p95', limit: gates['latency-p95'].atMostMs },
    {
      id: 'latency-p99',
      check: 'times-baseline',
      indicator: 'latency_p99',
      limit: 1 + p99.overBaselineAtMost,
      forMinutes: p99.forMinutes,
      of: 'mean',
    },
    { id: 'error-ratio', check: 'ceiling', indicator: 'error_ratio', limit: gates['error-ratio'].atMost },
    { id: 'soak', check: 'soak', limit: gates.soak.greenMinutesAtLeast },
    proven('waf-block-mode', 'firewall-blocks', gates['waf-block-mode'].countMinutesAtMost),
    {
      id: 'waf-correlation',
      check: 'correlate',
      lens: 'blocks-with-errors',
      limit: gates['waf-correlation'].correlationBelow,
      spikeTimes: gates['waf-correlation'].spikeTimes,
    },
    {
      id: 'auth-failures',
      check: 'times-baseline',
      indicator: 'auth_failures',
      limit: auth.timesBaselineBelow,
      forMinutes: auth.forMinutes,
    },
    away('jwt-replay', 'jwt_replay'),
    { id: 'stack-traces', check: 'ceiling', indicator: 'stack_traces', limit: gates['stack-traces'].atMost },
    away('cors-denied', 'cors_denied'),
    limiter('limiter-errors'),
    dbPool('db-pool'),
    burnt('burn-fast', 'burn_fast'),
    burnt('burn-slow', 'burn_slow'),
    {
      id: 'rollback-latency',
      check: 'held-for',
      indicator: 'latency_p95',
      limit: gates['rollback-latency'].aboveMs,
      forMinutes: gates['rollback-latency'].forMinutes,
    },
    {
      id: 'rollback-errors',
      check: 'held-for',
      indicator: 'error_ratio',
      limit: gates['rollback-errors'].above,
      forMinutes: gates['rollback-errors'].forMinutes,
    },
    proven('rollback-token', 'tokens-refused'),
    proven('rollback-leak', 'no-leak'),
    limiter('rollback-limiter'),
    dbPool('rollback-db-pool'),
    {
      id: 'rollback-waf',
      check: 'correlate',
      lens: 'errors-at-blocks',
      limit: gates['rollback-waf'].errorsAbove,
      spikeTimes: gates['rollback-waf'].spikeTimes,
      withinMinutes: gates['rollback-waf'].withinMinutes,
    },
    proven('probes', 'probes'),
    proven('rotation', 'rotation'),
    proven('bound-parameters', 'bound-parameters'),
    proven('db-least-privilege', 'least-privilege'),
    { id: 'scans', check: 'complete', lens: 'scans' },
    { id: 'load', check: 'complete', lens: 'load' },
  ] as readonly z.input<typeof gateSpecSchema>[];
  return list.map((gate) => gateSpecSchema.parse(gate));
}
