import type { SamplePoint } from '../../domain/observation.ts';
import { asList, asObject, asText, type JsonObject } from '../json.ts';
import type { Labels } from './alerts.ts';
import { samplePoint } from './points.ts';

type ResultType = 'matrix' | 'vector' | 'scalar' | 'string';

const RESULT_TYPES: ReadonlySet<unknown> = new Set<ResultType>(['matrix', 'vector', 'scalar', 'string']);

export interface Answer {
  readonly reply: JsonObject;
  readonly resultType: ResultType;
  readonly result: unknown;
  /** Prometheus says here that a result is partial. */
  readonly warnings: readonly string[];
  /** VictoriaMetrics: not every node answered. */
  readonly isPartial: boolean;
}

/** An error answer is no answer: the reason holds Prometheus's own words. */
export function answerOf(document: unknown): Answer | { readonly why: string } {
  const reply = asObject(document);
  if (reply === null) return { why: 'not an object' };
  if (reply['status'] === 'error') {
    return {
      why: `error answer: ${asText(reply['errorType']) ?? 'unknown'}: ${asText(reply['error']) ?? ''}`,
    };
  }
  const data = asObject(reply['data']);
  const resultType = data?.['resultType'];
  if (reply['status'] !== 'success' || !RESULT_TYPES.has(resultType))
    return { why: 'not the answer to a query' };
  const result = data?.['result'];
  if (!Array.isArray(result)) return { why: 'result is not a list' };
  return {
    reply,
    resultType: resultType as ResultType,
    result,
    warnings: asList(reply['warnings']).filter((warning) => typeof warning === 'string'),
    isPartial: reply['isPartial'] === true,
  };
}

export interface Series {
  readonly labels: Labels;
  /** In order of time: what merges answers does not always keep it. */
  readonly points: readonly SamplePoint[];
  /** Points that hold a native histogram instead of a value. */
  readonly histograms: number;
}

/** A series of a matrix or a vector. */
export function seriesOf(value: unknown): Series | { readonly why: string } {
  const element = asObject(value);
  const metric = asObject(element?.['metric']);
  if (element === null || metric === null) return { why: 'a series without its labels (metric)' };
  const labels = Object.entries(metric);
  if (!labels.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    return { why: 'a label whose value is not a string' };
  }
  const pairs = 'value' in element ? [element['value']] : asList(element['values']);
  const points = pairs.map(samplePoint);
  if (!points.every((point) => point !== undefined)) {
    return { why: 'a point that is not [seconds, "value"]' };
  }
  return {
    labels: Object.fromEntries(labels),
    points: inOrder(points),
    histograms: asList(element['histograms']).length + ('histogram' in element ? 1 : 0),
  };
}

const inOrder = (points: readonly SamplePoint[]): readonly SamplePoint[] =>
  points.some(([at], index) => at < (points[index - 1]?.[0] ?? ''))
    ? points.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    : points;
