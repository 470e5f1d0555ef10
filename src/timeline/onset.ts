import type { Observation } from '../domain/observation.ts';
import { compareInstants } from '../domain/time.ts';
import { matchesSqli } from './attributes.ts';
import { sortedIds } from './evidence-ids.ts';

const MINUTE_MS = 60_000;
const MATCHES_MIN = 10;
const TIMES_THE_HOUR_BEFORE = 3;
const MINUTES_BEFORE = 60;

export interface Onset {
  /** The first match in the onset's minute. */
  readonly at: string;
  readonly matches: number;
  /** Mean matches a minute over the hour before. */
  readonly before: number;
  readonly evidence: readonly string[];
}

interface Minute {
  count: number;
  first: string;
  firstMs: number;
  readonly evidence: Set<string>;
}

/** Finds the minute in which SQL-injection matches set in. */
export interface OnsetFinder {
  add(evidence: string, observation: Observation): void;
  find(): Onset | undefined;
}

export function onsetFinder(): OnsetFinder {
  const minutes = new Map<number, Minute>();
  return {
    add(evidence, observation) {
      if (!observation.kind.startsWith('waf.') || observation.kind === 'waf.total') return;
      if (!matchesSqli(observation)) return;
      const atMs = Date.parse(observation.at);
      const at = Math.floor(atMs / MINUTE_MS);
      const minute: Minute = minutes.get(at) ?? {
        count: 0,
        first: observation.at,
        firstMs: atMs,
        evidence: new Set(),
      };
      minutes.set(at, minute);
      minute.count += 1;
      if (
        atMs < minute.firstMs ||
        (atMs === minute.firstMs && compareInstants(observation.at, minute.first) < 0)
      ) {
        minute.first = observation.at;
        minute.firstMs = atMs;
      }
      minute.evidence.add(evidence);
    },
    find() {
      for (const [at, minute] of [...minutes].sort(([a], [b]) => a - b)) {
        let before = 0;
        for (let past = at - MINUTES_BEFORE; past < at; past += 1) before += minutes.get(past)?.count ?? 0;
        const mean = before / MINUTES_BEFORE;
        if (minute.count >= MATCHES_MIN && minute.count > TIMES_THE_HOUR_BEFORE * mean) {
          return {
            at: minute.first,
            matches: minute.count,
            before: mean,
            evidence: sortedIds(minute.evidence),
          };
        }
      }
      return undefined;
    },
  };
}
