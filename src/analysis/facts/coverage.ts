import { tellCoverage } from '../../domain/coverage.ts';
import type { FormatId } from '../../domain/formats.ts';
import { toIso, type Window, windowOf } from '../../domain/time.ts';
import { minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';

/** Why the items of some formats do not show the whole window; null when complete ones cover it. */
export function shortfallOf(
  { items, window }: Context,
  formats: readonly FormatId[],
  what: string,
): string | null {
  const relevant = items.filter((item) => formats.includes(item.format));
  if (relevant.length === 0) return `no ${what} were collected`;
  const whole = relevant.filter(({ coverage }) => coverage.state === 'complete');
  const uncoveredFromMs = firstUncovered(
    window,
    whole.map((item) => windowOf(item.answered ?? item.asked)),
  );
  if (uncoveredFromMs === null) return null;
  const partial = relevant.filter(({ coverage }) => coverage.state !== 'complete');
  if (partial.length > 0) {
    return `${what}: ${partial.map((item) => `${item.id} is ${tellCoverage(item.coverage)}`).join('; ')}`;
  }
  return `${what} leave the time from ${minuteOf(toIso(uncoveredFromMs))} open`;
}

function firstUncovered(window: Window, covered: readonly Window[]): number | null {
  let reachedMs = window.fromMs;
  for (const { fromMs, toMs } of [...covered].sort((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs > reachedMs) break;
    reachedMs = Math.max(reachedMs, toMs);
  }
  return reachedMs >= window.toMs ? null : reachedMs;
}
