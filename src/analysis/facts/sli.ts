import { tellCoverage } from '../../domain/coverage.ts';
import type { EvidenceItem } from '../../domain/evidence-item.ts';
import { type Window, windowOf } from '../../domain/time.ts';
import type { Baseline, Sli } from '../../judges/sli.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { stepOf } from '../../timeline/runs.ts';
import { meanOf, type Point, pointsWithin } from '../../timeline/series.ts';
import { counted } from '../../timeline/words.ts';
import { type Context, phaseMs } from '../context.ts';

/** An indicator in the window, or in a part of it; null when there is not one point of it. */
export function sliOf(context: Context, name: string, part: Window = context.window): Sli | null {
  const { fromMs, toMs } = part;
  const all = context.series.filter((series) => series.name === name);
  const inWindow = all.filter(({ points }) => pointsWithin(points, fromMs, toMs).length > 0);
  if (inWindow.length === 0) return null;
  const series = inWindow.map(({ points }) => ({
    points: pointsWithin(points, fromMs, toMs),
    baseline: baselineOf(context, points),
  }));
  const items = itemsOf(context, name);
  const missing = series.reduce((sum, { points }) => sum + missingPoints(part, points, items), 0);
  return {
    name,
    series,
    evidence: sortedIds(inWindow.flatMap(({ evidence }) => evidence)),
    shortfall: shortfallOf(missing, items),
  };
}

/** Why there is not one point: what the items of the query say about themselves. */
export function absenceOf(context: Context, name: string): string {
  const items = itemsOf(context, name);
  const told = items.map((item) => `${item.id}: ${tellCoverage(item.coverage)}`).join('; ');
  return items.length === 0
    ? `No evidence of ${name} was collected.`
    : `${name} has no point in the window (${told}). No data is not zero.`;
}

/** Items of the query that were asked about some of the window; a baseline's were not. */
const itemsOf = ({ items, window }: Context, name: string): readonly EvidenceItem[] =>
  items.filter((item) => {
    if (item.format !== 'prometheus.query' || item.query['name'] !== name) return false;
    const { fromMs, toMs } = queriedOf(item);
    return fromMs < window.toMs && toMs >= window.fromMs;
  });

/** What the query itself names, both ends included, or else the window of the collection. */
function queriedOf({ asked, query }: EvidenceItem): Window {
  const [fromMs, toMs] = [query['start'], query['end']].map((time) => Date.parse(String(time)));
  return fromMs !== undefined && toMs !== undefined && fromMs <= toMs ? { fromMs, toMs } : windowOf(asked);
}

/** A point is due every step; one that is not there within a step and a half is missing. */
function missingPoints(window: Window, points: readonly Point[], items: readonly EvidenceItem[]): number {
  const askedMs = items
    .map((item) => item.query['stepSeconds'])
    .filter((step) => typeof step === 'number')
    .map((step) => step * 1_000);
  const stepMs = askedMs.length > 0 ? Math.max(...askedMs) : stepOf(points);
  if (stepMs <= 0) return 1;
  let missing = 0;
  // Where the first step falls within the window is the query's choice.
  let previousMs = window.fromMs - stepMs / 2;
  for (const { atMs } of [...points, { atMs: window.toMs }]) {
    const steps = (atMs - previousMs) / stepMs;
    if (steps > 1.5) missing += Math.round(steps) - 1;
    previousMs = atMs;
  }
  return missing;
}

const PARTIAL = new Set(['sampled', 'truncated', 'denied', 'failed']);

function shortfallOf(missing: number, items: readonly EvidenceItem[]): string | null {
  const partial = items
    .filter(({ coverage }) => PARTIAL.has(coverage.state))
    .map((item) => `${item.id} is ${tellCoverage(item.coverage)}`);
  const parts = [
    ...(missing > 0
      ? [`${counted(missing, 'point')} of the window ${missing === 1 ? 'is' : 'are'} missing`]
      : []),
    ...partial,
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

const HOUR_MS = 3_600_000;

/** Points before the window where there are any, else those of the window before the incident started. */
function baselineOf(context: Context, points: readonly Point[]): Baseline | null {
  const before = pointsWithin(points, Number.NEGATIVE_INFINITY, context.baselineToMs);
  const first = before[0];
  if (first) {
    const hours = Math.round((context.baselineToMs - first.atMs) / HOUR_MS);
    return { points: before, mean: meanOf(before), told: `the ${counted(hours, 'hour')} before the window` };
  }
  const startedMs = phaseMs(context, 'started');
  if (startedMs === null) return null;
  const calm = pointsWithin(points, context.baselineToMs, startedMs);
  return calm.length === 0
    ? null
    : { points: calm, mean: meanOf(calm), told: 'the part of the window before the start' };
}
