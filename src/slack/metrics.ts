/** Bounds of the acknowledgement histogram, in seconds. Slack gives up after three. */
const ACK_BUCKETS_S = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3] as const;

export type AckOutcome = 'stored' | 'answered' | 'refused' | 'failed';
export type JobOutcome = 'done' | 'told' | 'failed';

/** Counts what the Slack entry does, for GET /metrics. */
export interface SlackMetrics {
  acked(outcome: AckOutcome, tookMs: number): void;
  jobEnded(verb: string, outcome: JobOutcome): void;
  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  prometheusText(): string;
}

export function createSlackMetrics(): SlackMetrics {
  const acks = new Map<string, number>();
  const jobs = new Map<string, number>();
  const buckets = ACK_BUCKETS_S.map(() => 0);
  let tookTotalMs = 0;
  let ackCount = 0;
  return {
    acked(outcome, tookMs) {
      count(acks, `outcome="${outcome}"`);
      ackCount++;
      tookTotalMs += tookMs;
      for (const [index, boundS] of ACK_BUCKETS_S.entries()) {
        if (tookMs <= boundS * 1000) buckets[index] = (buckets[index] ?? 0) + 1;
      }
    },
    jobEnded: (verb, outcome) => count(jobs, `verb="${verb}",outcome="${outcome}"`),
    prometheusText: () =>
      [
        ...counter('rca_slack_acks_total', 'Slack requests that were acknowledged.', acks),
        '# HELP rca_slack_ack_seconds Time from a verified request to its acknowledgement.',
        '# TYPE rca_slack_ack_seconds histogram',
        ...ACK_BUCKETS_S.map(
          (boundS, index) => `rca_slack_ack_seconds_bucket{le="${boundS}"} ${buckets[index] ?? 0}`,
        ),
        `rca_slack_ack_seconds_bucket{le="+Inf"} ${ackCount}`,
        `rca_slack_ack_seconds_sum ${tookTotalMs / 1000}`,
        `rca_slack_ack_seconds_count ${ackCount}`,
        ...counter('rca_slack_jobs_total', 'Slack jobs that ended in this process.', jobs),
        '',
      ].join('\n'),
  };
}

const count = (counts: Map<string, number>, labels: string): void => {
  counts.set(labels, (counts.get(labels) ?? 0) + 1);
};

const counter = (name: string, help: string, counts: ReadonlyMap<string, number>): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} counter`,
  ...[...counts].map(([labels, value]) => `${name}{${labels}} ${value}`),
];
