import type { SourcedObservation } from '../../domain/observation.ts';
import type { Window } from '../../domain/time.ts';
import type { ProbeBurst } from '../../lenses/lens.ts';
import { countsSqli, matchesSqli, textOf } from '../../timeline/attributes.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { addTo, ranked, type Tally } from '../../timeline/tally.ts';
import { cleaned } from '../../timeline/words.ts';

const MINUTE_MS = 60_000;
const MATCHES_MIN = 10;
const TIMES_THE_HOUR_BEFORE = 3;
const MINUTES_BEFORE = 60;
const MINUTES_APART = 30;

interface Minute {
  count: number;
  letThrough: number;
  firstMs: number;
  readonly paths: Tally;
  readonly evidence: Set<string>;
}

/** Bursts of matches of rules against SQL injection; what every edge sees all day is none. */
export interface ProbeBursts {
  add(sourced: SourcedObservation): void;
  find(): readonly ProbeBurst[];
}

export function probeBursts(window: Window): ProbeBursts {
  const minutes = new Map<number, Minute>();
  return {
    add({ evidence, observation }) {
      if (!observation.kind.startsWith('waf.') || observation.kind === 'waf.total') return;
      const atMs = Date.parse(observation.at);
      if (atMs < window.fromMs || atMs >= window.toMs || !matchesSqli(observation)) return;
      const number = Math.floor(atMs / MINUTE_MS);
      const minute = minutes.get(number) ?? {
        count: 0,
        letThrough: 0,
        firstMs: atMs,
        paths: new Map(),
        evidence: new Set(),
      };
      minutes.set(number, minute);
      minute.count += 1;
      if (countsSqli(observation)) minute.letThrough += 1;
      minute.firstMs = Math.min(minute.firstMs, atMs);
      addTo(minute.paths, cleaned(textOf(observation, 'url.path') ?? 'unknown'));
      minute.evidence.add(evidence);
    },
    find: () => burstsOf(minutes),
  };
}

function burstsOf(minutes: ReadonlyMap<number, Minute>): readonly ProbeBurst[] {
  const bursts: Minute[][] = [];
  let last: number | null = null;
  for (const [number, minute] of [...minutes].sort(([a], [b]) => a - b)) {
    const open = bursts.at(-1);
    if (open !== undefined && last !== null && number - last <= MINUTES_APART) {
      open.push(minute);
      last = number;
    } else if (setsIn(number, minute, minutes)) {
      bursts.push([minute]);
      last = number;
    }
  }
  return bursts.map(told);
}

function setsIn(number: number, { count }: Minute, minutes: ReadonlyMap<number, Minute>): boolean {
  if (count < MATCHES_MIN) return false;
  let before = 0;
  for (let past = number - MINUTES_BEFORE; past < number; past += 1) before += minutes.get(past)?.count ?? 0;
  return count > (TIMES_THE_HOUR_BEFORE * before) / MINUTES_BEFORE;
}

function told(burst: readonly Minute[]): ProbeBurst {
  const paths: Tally = new Map();
  for (const minute of burst) for (const [path, count] of minute.paths) addTo(paths, path, count);
  const sum = (of: (minute: Minute) => number): number =>
    burst.reduce((total, minute) => total + of(minute), 0);
  return {
    atMs: burst[0]?.firstMs ?? 0,
    path: ranked(paths)[0]?.[0] ?? null,
    matches: sum(({ count }) => count),
    letThrough: sum(({ letThrough }) => letThrough),
    evidence: sortedIds(new Set(burst.flatMap(({ evidence }) => [...evidence]))),
  };
}
