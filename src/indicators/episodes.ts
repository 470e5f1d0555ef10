import { toIso, type Window } from '../domain/time.ts';
import type { Episode, Silence } from '../domain/understanding.ts';
import { stepOf } from '../timeline/runs.ts';
import { type Point, pointsWithin } from '../timeline/series.ts';
import { type Band, bandOf, PERSISTENT_POINTS, withoutEpisodes } from './band.ts';
import type { Direction, Indicator } from './indicator.ts';

/** Level from which on the sum of exceedances counts as a change, in widths of the band. */
const DECISION = 2;
/** What a point must exceed to add to the sum, in widths of the band. */
const SLACK = 0.5;
/** Points in a row inside of the band that end an episode. */
const CALM_POINTS = 4;
/** What lasts less is none, however many samples of it there are: as an alert waits before it fires. */
const PERSISTENT_MS = 60_000;
/** Share of the worst that is left in the tail of a decaying average and is no part of the episode. */
const TAIL_SHARE = 0.03;
/** From here on the band is so narrow, or the series was so flat before, that more says nothing. */
const WIDTHS_MAX = 1000;
const SILENT_STEPS = 3;
const SILENT_MS_MIN = 120_000;

export interface Limit {
  readonly limit: number;
  readonly bad: 'above' | 'below';
}

const isBeyond = (value: number, { bad, limit }: Limit): boolean =>
  bad === 'above' ? value > limit : value < limit;

interface Stretch {
  readonly from: number;
  /** Index of the last point; null while it is open. */
  readonly to: number | null;
}

const exceeds = (value: number, { median, width }: Band, direction: Direction): number => {
  const distance = (value - median) / width;
  if (direction === 'low') return -distance;
  return direction === 'high' ? distance : Math.abs(distance);
};

/**
 * One-sided CUSUM (Page, 1954) over exceedances of the band: the change is placed where the sum last was zero,
 * and ends with the last point out of the band before several in a row are inside.
 */
function stretchesOf(exceedances: readonly number[]): readonly Stretch[] {
  const found: Stretch[] = [];
  let sum = 0;
  let from: number | null = null;
  let alarmed = false;
  let outside = 0;
  let lastOutside = 0;
  let calm = 0;
  let peak = 0;
  const close = (to: number | null): void => {
    if (from !== null && alarmed && outside >= PERSISTENT_POINTS) found.push({ from, to });
    sum = 0;
    from = null;
    alarmed = false;
    outside = 0;
    calm = 0;
    peak = 0;
  };
  exceedances.forEach((exceedance, index) => {
    sum = Math.max(0, sum + Math.min(exceedance, DECISION) - SLACK);
    if (sum === 0 && !alarmed) {
      close(null);
      return;
    }
    from ??= index;
    peak = Math.max(peak, exceedance);
    if (exceedance > Math.max(1, TAIL_SHARE * peak)) {
      outside += 1;
      lastOutside = index;
      calm = 0;
    } else calm += 1;
    if (sum >= DECISION) alarmed = true;
    if (calm >= CALM_POINTS) close(lastOutside);
  });
  close(calm > 0 && calm >= CALM_POINTS ? lastOutside : null);
  return found;
}

const worstOf = (points: readonly Point[], score: (value: number) => number): Point | undefined =>
  points.reduce<Point | undefined>((a, b) => (a && score(a.value) >= score(b.value) ? a : b), undefined);

const NEAR_WORST = 0.9;

/** The last point that was about as bad as the worst: from there on it got better. */
const lastNear = (points: readonly Point[], worst: Point, far: (value: number) => number): Point =>
  points.findLast(({ value }) => far(value) >= NEAR_WORST * far(worst.value)) ?? worst;

/** Episodes of one indicator that lie in the window, against what was usual before it. */
export function episodesOf(
  indicator: Indicator,
  window: Window,
  smearMs: number,
  limit: Limit | undefined,
): readonly Episode[] {
  if (indicator.role === 'version' || indicator.role === 'validity') return [];
  const points = pointsWithin(indicator.points, window.fromMs, window.toMs);
  const before = pointsWithin(indicator.points, Number.NEGATIVE_INFINITY, window.fromMs);
  const usual =
    before.length >= points.length / 4 ? before : withoutEpisodes([...before, ...points], indicator.role);
  const band = bandOf(usual, indicator.role);
  const stepMs = stepOf(points);
  const certaintyMs = stepMs + smearMs;
  const exceedance = (value: number): number =>
    band === null ? 0 : exceeds(value, band, indicator.direction);
  const made = (crossing: Episode['crossing'], level: number, score: (value: number) => number) =>
    stretchesOf(points.map(({ value }) => score(value))).flatMap(({ from, to }): readonly Episode[] => {
      const within = points.slice(from, to === null ? undefined : to + 1);
      const far = (value: number): number => Math.abs(value - level);
      const [first, last, worst] = [within[0], within.at(-1), worstOf(within, far)];
      if (!first || !last || !worst) return [];
      if (to !== null && last.atMs - first.atMs + stepMs < PERSISTENT_MS) return [];
      return [
        {
          indicator: indicator.name,
          role: indicator.role,
          labels: indicator.labels,
          crossing,
          from: toIso(first.atMs),
          to: to === null ? null : toIso(last.atMs),
          worst: worst.value,
          worstAt: toIso(lastNear(within, worst, far).atMs),
          baseline: level,
          widths: Math.min(WIDTHS_MAX, Math.max(...within.map(({ value }) => exceedance(value)))),
          certaintyMs,
          evidence: indicator.evidence,
        },
      ];
    });
  return [
    ...(band === null
      ? []
      : made('baseline', band.median, (value) => exceeds(value, band, indicator.direction))),
    ...(limit === undefined || (band !== null && isBeyond(band.median, limit))
      ? []
      : made('objective', limit.limit, (value) => (isBeyond(value, limit) ? 1 + DECISION : 0)).filter(
          ({ worst }) => band === null || exceeds(worst, band, indicator.direction) > 1,
        )),
  ];
}

/** Stretches of the window without samples, between samples of the same series. */
export function silencesOf(indicator: Indicator, window: Window): readonly Silence[] {
  if (indicator.role === 'version') return [];
  const { points, name, labels, evidence } = indicator;
  const stepMs = stepOf(points);
  const apartMs = Math.max(SILENT_STEPS * stepMs, SILENT_MS_MIN);
  return points.flatMap(({ atMs }, index): readonly Silence[] => {
    const next = points[index + 1];
    if (next === undefined || next.atMs - atMs <= apartMs) return [];
    if (next.atMs <= window.fromMs || atMs >= window.toMs) return [];
    return [{ indicator: name, labels, from: toIso(atMs + stepMs), to: toIso(next.atMs), evidence }];
  });
}
