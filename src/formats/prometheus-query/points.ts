import type { SamplePoint, SampleValue } from '../../domain/observation.ts';
import { isoOfSeconds } from '../instant.ts';

const NOT_FINITE: ReadonlySet<string> = new Set(['NaN', '+Inf', '-Inf']);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function sampleValue(text: unknown): SampleValue | undefined {
  if (typeof text !== 'string') return undefined;
  if (NOT_FINITE.has(text)) return text as SampleValue;
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** A point `[seconds, "value"]` as Prometheus writes it; undefined when it is none. */
export function samplePoint(pair: unknown): SamplePoint | undefined {
  if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  const at = isoOfSeconds(pair[0]);
  const value = sampleValue(pair[1]);
  return at === undefined || value === undefined ? undefined : [at, value];
}
