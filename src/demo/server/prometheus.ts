import type { RecordedQuery } from '../recording.ts';
import { type Admit, type Answer, type Fault, garbage } from './options.ts';
import { ApiError, balanced, parseDurationSeconds, parseTimeSeconds } from './prometheus-parameters.ts';

const pointsMax = 11_000;

/**
 * The part of Prometheus' HTTP API that collecting needs. An expression that was not recorded is an unknown
 * metric: success, and nothing in it. https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export function prometheusApi(answers: readonly RecordedQuery[]) {
  const seriesOf = (expr: string) => answers.find((answer) => answer.expr === expr)?.series ?? [];

  return (method: string, target: string, body: string, admit: Admit): Answer => {
    const url = new URL(target, 'http://prometheus');
    const parameters = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
    const operation = url.pathname.split('/').at(-1) ?? '';
    const fault = admit(operation, Object.fromEntries(parameters));
    if (fault !== null) return faulty(fault);
    try {
      if (url.pathname === '/-/ready') return plain(200, 'Prometheus Server is Ready.\n');
      if (method !== 'GET' && method !== 'POST') return plain(405, 'Method Not Allowed\n');
      switch (url.pathname) {
        case '/api/v1/query_range':
          return success(matrix(parameters, seriesOf));
        case '/api/v1/query':
          return success(vector(parameters, seriesOf));
        case '/api/v1/status/buildinfo':
          return success({ version: '2.42.0', revision: 'recorded', branch: 'HEAD', goVersion: 'go1.19.8' });
        default:
          return plain(404, '404 page not found\n');
      }
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      return json(400, { status: 'error', errorType: 'bad_data', error: cause.message });
    }
  };
}

type SeriesOf = (expr: string) => RecordedQuery['series'];

function matrix(parameters: URLSearchParams, seriesOf: SeriesOf): unknown {
  const start = parseTimeSeconds('start', parameters.get('start') ?? '');
  const end = parseTimeSeconds('end', parameters.get('end') ?? '');
  if (end < start) throw new ApiError('invalid parameter "end": end timestamp must not be before start time');
  const step = parseDurationSeconds('step', parameters.get('step') ?? '');
  if (step <= 0) {
    throw new ApiError(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  if (Math.floor((end - start) / step) > pointsMax) {
    throw new ApiError(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  const points = Math.floor((end - start) / step) + 1;
  const times = Array.from({ length: points }, (_, index) => start + index * step);
  const result = seriesOf(balanced(parameters.get('query') ?? ''))
    .map(({ labels, valueAt }) => ({
      metric: labels,
      values: times.flatMap((at) => {
        const value = valueAt(Math.round(at * 1_000));
        return value === null ? [] : [[at, shown(value)]];
      }),
    }))
    .filter(({ values }) => values.length > 0);
  return { resultType: 'matrix', result };
}

function vector(parameters: URLSearchParams, seriesOf: SeriesOf): unknown {
  const at = parseTimeSeconds('time', parameters.get('time') ?? '');
  const result = seriesOf(balanced(parameters.get('query') ?? '')).flatMap(({ labels, valueAt }) => {
    const value = valueAt(Math.round(at * 1_000));
    return value === null ? [] : [{ metric: labels, value: [at, shown(value)] }];
  });
  return { resultType: 'vector', result };
}

/** Sample values are strings: JSON has no NaN and no infinities. */
const shown = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);

function faulty(fault: Fault): Answer {
  switch (fault) {
    case 'deny':
      return plain(403, 'Forbidden\n');
    case 'throttle':
      return plain(429, 'Too Many Requests\n');
    case 'fail':
      return json(503, { status: 'error', errorType: 'unavailable', error: 'TSDB is not ready' });
    case 'garbage':
      return garbage;
    case 'drop':
    case 'hang':
      return fault;
  }
}

const success = (data: unknown): Answer => json(200, { status: 'success', data });
const json = (status: number, body: unknown): Answer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
});
const plain = (status: number, body: string): Answer => ({ status, contentType: 'text/plain', body });
