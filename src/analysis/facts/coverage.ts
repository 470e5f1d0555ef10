import { tellCoverage } from '../../domain/coverage.ts';
import type { EvidenceItem } from '../../domain/evidence-item.ts';
import { toIso, type Window, windowOf } from '../../domain/time.ts';
import { canYield } from '../../domain/yields.ts';
import { minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';

const IMPORT = 'import';

export const firewallLogsShortfall = (context: Context): string | null =>
  shortfallOf(
    context.window,
    context.items.filter(({ format }) => canYield(format, 'waf.blocked')),
    'firewall logs',
  );

/** CloudTrail answers one attribute a lookup: only those about the firewall tell of its changes. */
export const firewallChangesShortfall = (context: Context): string | null =>
  shortfallOf(
    context.window,
    context.items.filter(
      ({ format, query }) =>
        canYield(format, 'config.changed') &&
        (query['value'] === undefined ||
          query['value'] === 'wafv2.amazonaws.com' ||
          query['value'] === 'UpdateWebACL'),
    ),
    'records of firewall changes',
  );

/**
 * Why items do not show the whole window; null when the complete ones of each source cover it. Imported files
 * stand for a source only where nothing else was collected: nothing in a file says that it is whole.
 */
function shortfallOf(window: Window, items: readonly EvidenceItem[], what: string): string | null {
  const collected = items.filter(({ source }) => source !== IMPORT);
  const bySource = Map.groupBy(collected.length > 0 ? collected : items, ({ source }) => source);
  if (bySource.size === 0) return `no ${what} were collected`;
  const told = [...bySource.values()].flatMap((ofSource) => sourceShortfall(window, ofSource, what) ?? []);
  return told.length === 0 ? null : told.join('; ');
}

/** From when on whole items leave the window open; null when they cover it. */
export const openFromMs = (window: Window, items: readonly EvidenceItem[]): number | null =>
  firstUncovered(window, items.filter(({ coverage }) => coverage.state === 'complete').map(settledOf));

function sourceShortfall(window: Window, items: readonly EvidenceItem[], what: string): string | null {
  const openMs = openFromMs(window, items);
  if (openMs === null) return null;
  const partial = items.filter(({ coverage }) => coverage.state !== 'complete');
  return partial.length > 0
    ? `${what}: ${partial.map((item) => `${item.id} is ${tellCoverage(item.coverage)}`).join('; ')}`
    : `${what} leave the time from ${minuteOf(toIso(openMs))} open`;
}

/** What an item shows of its window for good: what came in later than it was asked is not in it. */
function settledOf({ answered, asked, retrievedAt, deliveryDelayMs }: EvidenceItem): Window {
  const { fromMs, toMs } = windowOf(answered ?? asked);
  if (deliveryDelayMs === undefined) return { fromMs, toMs };
  return { fromMs, toMs: Math.min(toMs, Date.parse(retrievedAt) - deliveryDelayMs) };
}

function firstUncovered(window: Window, covered: readonly Window[]): number | null {
  let reachedMs = window.fromMs;
  for (const { fromMs, toMs } of [...covered].sort((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs > reachedMs) break;
    reachedMs = Math.max(reachedMs, toMs);
  }
  return reachedMs >= window.toMs ? null : reachedMs;
}
