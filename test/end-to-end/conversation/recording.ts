import type { Recording } from '../../../src/demo/recording.ts';
import { recording, trailRecord, wafRecord } from '../../sources/recording.ts';

const MINUTE_MS = 60_000;
const BLOCKS = 40;
const ALERTS = 'ALERTS{alertstate="firing"}';

/** An hour of an incident that ends at `anchorMs`: SQL injection let through for 15 minutes, then blocked. */
export function smallIncident(anchorMs: number): Recording {
  const fromMs = anchorMs - 60 * MINUTE_MS;
  const startedMs = fromMs + 10 * MINUTE_MS;
  const blockedMs = fromMs + 25 * MINUTE_MS;
  const isBad = (atMs: number): boolean => atMs >= startedMs && atMs < blockedMs;
  const series = (labels: Record<string, string>, valueAt: (atMs: number) => number | null) => [
    { labels, valueAt },
  ];
  const base = recording({
    waf: {
      records: Array.from({ length: BLOCKS }, (_, index) => {
        const atMs = blockedMs + index * 20_000;
        return { ingestedAtMs: atMs + 5_000, record: wafRecord(atMs) };
      }),
    },
    trail: { records: [trailRecord('RotateSecret', anchorMs - 5 * MINUTE_MS)] },
    prometheus: {
      queries: {
        availability: 'availability',
        error_ratio: 'error_ratio',
        stack_traces: 'stack_traces',
        alerts: ALERTS,
      },
      answers: [
        { expr: 'availability', series: series({}, (atMs) => (isBad(atMs) ? 0.97 : 0.9999)) },
        { expr: 'error_ratio', series: series({}, (atMs) => (isBad(atMs) ? 0.03 : 0.0001)) },
        {
          expr: ALERTS,
          series: series(
            { __name__: 'ALERTS', alertname: 'SearchErrors', alertstate: 'firing', severity: 'page' },
            (atMs) => (isBad(atMs - 2 * MINUTE_MS) ? 1 : null),
          ),
        },
        { expr: 'stack_traces', series: series({}, () => 0) },
      ],
    },
  });
  return { ...base, anchorMs, window: { fromMs, toMs: anchorMs }, title: 'SQL injection probing of search' };
}
