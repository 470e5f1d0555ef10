import { outsideError, RcaError } from '../../domain/errors.ts';
import { toIso, type Window } from '../../domain/time.ts';
import type { Ending, ItemReader, ReadPage } from '../read-items.ts';
import type { Running } from '../source.ts';
import { readAnswer, type Success } from './answer.ts';
import { ask, ErrorReply, type PrometheusClient, type WireReply } from './client.ts';
import { type Finding, findingOf } from './findings.ts';
import { stepRanges } from './range.ts';

/** One named expression over one window: the incident's, or its baseline. */
export interface RangeQuery {
  /** `query/latency_p95`, `baseline/latency_p95`. */
  readonly item: string;
  readonly name: string;
  readonly expr: string;
  readonly window: Window;
  readonly stepSeconds: number;
}

/**
 * The answers of query_range as they came over the wire, a page for each request. Start and end are both
 * evaluated. Hands over what the answers lack. https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
 */
export function rangeReader(
  query: RangeQuery,
  client: PrometheusClient,
  running: Running,
  onFinding: (finding: Finding) => void,
): ItemReader {
  const { item, name, expr, stepSeconds } = query;
  const ranges = stepRanges(query.window, stepSeconds * 1_000);
  const where = `${client.base}, query ${name}`;

  async function* read(): AsyncGenerator<ReadPage, Ending> {
    const answers: Success[] = [];
    for (const [index, { startMs, endMs }] of ranges.entries()) {
      const parameters = {
        query: expr,
        start: String(startMs / 1_000),
        end: String(endMs / 1_000),
        step: String(stepSeconds),
      };
      let reply: WireReply;
      try {
        reply = await ask(client, running, '/api/v1/query_range', parameters);
      } catch (cause) {
        if (!(cause instanceof RcaError && cause.cause instanceof ErrorReply) || index > 0) throw cause;
        yield pageOf(cause.cause.reply);
        return refused(cause, item);
      }
      const answer = readAnswer(reply.bytes);
      if (answer?.status !== 'success') {
        const error = unreadable(where);
        if (index > 0) throw error;
        yield pageOf(reply);
        return refused(error, item);
      }
      yield pageOf(reply);
      answers.push(answer);
    }
    onFinding(findingOf(query, answers));
    return { coverage: { state: 'complete' }, gaps: [] };
  }

  return {
    item,
    format: 'prometheus.query',
    query: {
      url: client.base,
      name,
      expr,
      stepSeconds,
      start: toIso(query.window.fromMs),
      end: toIso(ranges.at(-1)?.endMs ?? query.window.fromMs),
    },
    fidelity: 'wire',
    permission: 'Prometheus HTTP API: query_range',
    read,
  };
}

const pageOf = ({ bytes, retrievedAtMs, clockOffsetMs }: WireReply): ReadPage => ({
  bytes,
  retrievedAtMs,
  clockOffsetMs,
  answered: null,
  proof: [],
});

const unreadable = (where: string): RcaError =>
  outsideError({
    code: 'SOURCE_FAILED',
    message: 'the answer is not one of the Prometheus API',
    where,
    mend: 'check that url leads to Prometheus itself and not to a sign-in page',
  });

const refused = (error: RcaError, item: string): Ending => ({
  coverage:
    error.code === 'SOURCE_DENIED'
      ? { state: 'denied', permission: 'Prometheus HTTP API: query_range' }
      : { state: 'failed', error: error.message },
  gaps: [{ why: `${item}: ${error.message}`, mend: error.mend }],
  error,
});
