import type { AlertOrigin } from '../incident/alerts.ts';

/** `stored`: it is evidence. `repeated`: it was before. `ignored`: it was in order and says nothing that is kept. */
export type WebhookOutcome =
  | 'stored'
  | 'repeated'
  | 'ignored'
  | 'unauthorized'
  | 'stale'
  | 'invalid'
  | 'too-large'
  | 'too-slow'
  | 'wrong-type'
  | 'failed';

/** Counts what came in by webhook, for GET /metrics. */
export interface WebhookMetrics {
  answered(origin: AlertOrigin, outcome: WebhookOutcome): void;
  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  prometheusText(): string;
}

export function createWebhookMetrics(): WebhookMetrics {
  const counts = new Map<string, number>();
  return {
    answered(origin, outcome) {
      const labels = `webhook="${origin}",outcome="${outcome}"`;
      counts.set(labels, (counts.get(labels) ?? 0) + 1);
    },
    prometheusText: () =>
      [
        '# HELP rca_webhook_requests_total Requests of alerting systems that were answered.',
        '# TYPE rca_webhook_requests_total counter',
        ...[...counts].map(([labels, value]) => `rca_webhook_requests_total{${labels}} ${value}`),
        '',
      ].join('\n'),
  };
}
