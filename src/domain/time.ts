import { z } from 'zod';
import { userError } from './errors.ts';
import { readInstant } from './instant.ts';

/** A half-open span of time, `fromMs` included, `toMs` excluded, in milliseconds since the epoch. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A window as it stands in JSON: ISO 8601, UTC. */
export interface WindowJson {
  readonly from: string;
  readonly to: string;
}

export const windowJsonSchema = z.object({ from: z.string(), to: z.string() });

export const toIso = (atMs: number): string => new Date(atMs).toISOString();

export const windowJson = (window: Window): WindowJson => ({
  from: toIso(window.fromMs),
  to: toIso(window.toMs),
});

/** Whether a fact that lasts from one time to another touches a window. */
export const touches = (window: Window, at: string, until: string = at): boolean =>
  Date.parse(at) < window.toMs && Date.parse(until) >= window.fromMs;

export const windowOf = (json: WindowJson): Window => ({
  fromMs: Date.parse(json.from),
  toMs: Date.parse(json.to),
});

/** Milliseconds of an ISO 8601 time that names its zone and exists; throws `TIME_INVALID` otherwise. */
export function parseInstant(text: string, where: string): number {
  const instant = readInstant(text);
  if ('why' in instant) {
    throw userError({
      code: 'TIME_INVALID',
      message: `"${text}" ${instant.why}`,
      where,
      mend: 'write it like 2026-01-27T10:00:00Z or 2026-01-27T11:00:00+01:00',
    });
  }
  return instant.atMs;
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds of a duration such as `90m`, `2h` or `1d`; throws `DURATION_INVALID` otherwise. */
export function parseDuration(text: string, where: string): number {
  const match = /^(\d+)([smhdw])$/.exec(text);
  if (!match) {
    throw userError({
      code: 'DURATION_INVALID',
      message: `"${text}" is not a duration`,
      where,
      mend: 'write a whole number and a unit: 30m, 2h or 1d',
    });
  }
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/**
 * Orders two UTC times of `Observation.at`: by millisecond first, then by the digits that are finer.
 * A plain string comparison would put `.123Z` after `.123456Z`.
 */
export function compareInstants(a: string, b: string): number {
  if (a === b) return 0;
  const byMs = Date.parse(a) - Date.parse(b);
  if (byMs !== 0) return byMs;
  const left = fractionOf(a);
  const right = fractionOf(b);
  const digits = Math.max(left.length, right.length);
  const leftPadded = left.padEnd(digits, '0');
  const rightPadded = right.padEnd(digits, '0');
  return leftPadded < rightPadded ? -1 : leftPadded > rightPadded ? 1 : 0;
}

const fractionOf = (iso: string): string => /\.(\d+)/.exec(iso)?.[1] ?? '';
