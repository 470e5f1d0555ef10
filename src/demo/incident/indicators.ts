import type { RecordedQuery, Recording } from '../recording.ts';
import type { Story } from './story.ts';

const MINUTE_MS = 60_000;
const ERROR_BUDGET = 0.001;

const JOB = 'job="shop-api"';
const ERRORS = `http_requests_total{${JOB},code=~"5.."}`;
const REQUESTS = `http_requests_total{${JOB}}`;
const errorRatio = (range: string): string =>
  `sum(rate(${ERRORS}[${range}])) / sum(rate(${REQUESTS}[${range}]))`;
const quantile = (q: string): string =>
  `histogram_quantile(${q}, sum by (le) (rate(http_request_duration_seconds_bucket{${JOB}}[5m])))`;

/** Name → expression, as the configuration has them. `cors_denied` asks for a metric that nobody exports. */
const queries = {
  availability: `1 - ${errorRatio('5m')}`,
  latency_p95: quantile('0.95'),
  latency_p99: quantile('0.99'),
  error_ratio: errorRatio('5m'),
  auth_failures: `sum(rate(auth_failures_total{${JOB}}[5m]))`,
  jwt_replay: `sum(increase(jwt_replay_prevented_total{${JOB}}[5m]))`,
  stack_traces: `sum(increase(response_stack_traces_count{${JOB}}[5m]))`,
  cors_denied: `sum(rate(cors_denied_origin_count{${JOB}}[5m]))`,
  limiter_errors: `sum(increase(limiter_redis_errors{job="rate-limiter"}[5m]))`,
  db_pool: `max(db_pool_connections_in_use{${JOB}} / db_pool_connections_max{${JOB}})`,
  burn_fast: `(${errorRatio('30m')}) / ${ERROR_BUDGET}`,
  burn_slow: `(${errorRatio('6h')}) / ${ERROR_BUDGET}`,
  alerts: 'ALERTS{alertstate="firing"}',
} as const;

type Name = keyof typeof queries;

/** What Prometheus held: functions of time, so that any window and step can be asked for. */
export function indicatorsOf(story: Story): Recording['prometheus'] {
  const stress = stressOf(story);
  const errors = (atMs: number): number =>
    0.0004 + 0.0002 * noise(atMs, 1) + stress(atMs) * (0.0158 + 0.0018 * noise(atMs, 2));
  const burn = (windowMs: number) => (atMs: number) => meanOver(errors, atMs, windowMs) / ERROR_BUDGET;
  const values: Readonly<Record<Exclude<Name, 'alerts' | 'cors_denied'>, (atMs: number) => number | null>> = {
    availability: (atMs) => 1 - errors(atMs),
    error_ratio: errors,
    latency_p95: (atMs) => 0.176 + 0.012 * noise(atMs, 3) + 0.126 * stress(atMs),
    latency_p99: (atMs) => 0.248 + 0.016 * noise(atMs, 4) + 0.29 * stress(atMs),
    auth_failures: (atMs) => (0.75 + 0.12 * noise(atMs, 5)) * (within(atMs, story.authFailures) ? 4.4 : 1),
    jwt_replay: (atMs) =>
      within(atMs, story.replays)
        ? 40 + Math.round(22 * noise(atMs, 6))
        : Math.floor(2 * noise(atMs, 6) ** 3),
    stack_traces: () => 0,
    limiter_errors: (atMs) => (within(atMs, story.scrapeGap) ? null : 0),
    db_pool: (atMs) => 0.4 + 0.06 * noise(atMs, 7) + 0.31 * stress(atMs),
    burn_fast: burn(30 * MINUTE_MS),
    burn_slow: burn(360 * MINUTE_MS),
  };
  return {
    queries,
    answers: [
      ...Object.entries(values).map(
        ([name, levelAt]): RecordedQuery => ({
          expr: queries[name as Name],
          series: [{ labels: {}, valueAt: levelAt }],
        }),
      ),
      { expr: queries.cors_denied, series: [] },
      {
        expr: queries.alerts,
        series: [
          {
            labels: {
              __name__: 'ALERTS',
              alertname: 'ErrorBudgetBurnFast',
              alertstate: 'firing',
              severity: 'page',
              slo: 'shop-api-availability',
            },
            valueAt: (atMs) => (atMs >= story.detectedMs && atMs < story.resolvedMs ? 1 : null),
          },
        ],
      },
    ],
  };
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const within = (atMs: number, { fromMs, toMs }: Span): boolean => atMs >= fromMs && atMs < toMs;

/** Load of the probing on the application: rises in ten minutes, and is gone twelve after the mitigation. */
const stressOf =
  ({ startedMs, mitigatedMs }: Story) =>
  (atMs: number): number => {
    const rise = (atMs - startedMs) / (10 * MINUTE_MS);
    const fall = 1 - (atMs - mitigatedMs) / (12 * MINUTE_MS);
    return Math.max(0, Math.min(1, rise, fall));
  };

const SAMPLES = 30;

function meanOver(levelAt: (atMs: number) => number, atMs: number, windowMs: number): number {
  let sum = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) sum += levelAt(atMs - (windowMs * sample) / SAMPLES);
  return sum / SAMPLES;
}

/** From 0 to 1, the same for the same quarter of a minute, as scrapes are. */
function noise(atMs: number, stream: number): number {
  let mixed = (Math.floor(atMs / 15_000) ^ Math.imul(stream, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
