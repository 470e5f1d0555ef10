import type { EffectGroup } from '../indicators/groups.ts';
import type { Indicator } from '../indicators/indicator.ts';
import { type Point, pointsWithin } from '../timeline/series.ts';

const FULL = 0.9;
const SHARE_MAX = 1.5;
const PERCENT = /percent|pct/i;
const PERCENT_MAX = 101;
/** Filling up may go on for some time before it is felt. */
const LEAD_MS = 30 * 60_000;
const FREED_MS = 10 * 60_000;

/** How a bounded resource stood to a group of effects. */
export interface Fullness {
  readonly fullMs: number;
  readonly filledAsItBegan: boolean;
  readonly freedAsItEnded: boolean;
}

/** Null where the resource was not full during the effects, or where its size is unknown. */
export function fullnessOf(indicator: Indicator, group: EffectGroup): Fullness | null {
  const shares = sharesOf(indicator);
  const { fromMs, toMs, certaintyMs } = group;
  const leastMs = fromMs - LEAD_MS;
  const lastMs = (toMs ?? Number.POSITIVE_INFINITY) + certaintyMs;
  const isFull = ({ value }: Point): boolean => value >= FULL;
  if (!pointsWithin(shares, fromMs - certaintyMs, lastMs).some(isFull)) return null;
  const free = shares.findLast((point) => point.atMs < fromMs - certaintyMs && !isFull(point));
  const full = shares.find((point) => isFull(point) && point.atMs >= (free?.atMs ?? leastMs));
  if (full === undefined || free === undefined) return null;
  const last = pointsWithin(shares, fromMs, lastMs).findLast(isFull);
  const freed = toMs !== null && shares.find(({ atMs }) => last !== undefined && atMs > last.atMs);
  return {
    fullMs: full.atMs,
    filledAsItBegan: full.atMs >= leastMs,
    freedAsItEnded:
      toMs !== null && freed !== undefined && freed !== false && Math.abs(freed.atMs - toMs) <= FREED_MS,
  };
}

/** The share of the resource that was in use. */
function sharesOf({ name, points, direction }: Indicator): readonly Point[] {
  const highest = points.reduce((max, { value }) => Math.max(max, value), 0);
  const whole = PERCENT.test(name) && highest <= PERCENT_MAX ? 100 : highest <= SHARE_MAX ? 1 : null;
  if (whole === null) return [];
  return points.map(({ atMs, value }) => ({
    atMs,
    value: direction === 'low' ? 1 - value / whole : value / whole,
  }));
}
