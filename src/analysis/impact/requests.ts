import { canonicalJson } from '../../domain/canonical.ts';
import { toIso } from '../../domain/time.ts';
import type { Episode } from '../../domain/understanding.ts';
import { effectName, seriesName } from '../../indicators/groups.ts';
import { serviceOf } from '../../indicators/indicator.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { stepOf } from '../../timeline/runs.ts';
import { type Point, pointsWithin, type Series } from '../../timeline/series.ts';
import { minuteOf } from '../../timeline/words.ts';

/** Requests that a share of an indicator stands for. */
export interface Estimate {
  readonly count: number;
  readonly low: number;
  readonly high: number;
  /** Samples were missing within the episodes, or other shares of the same requests were left out. */
  readonly lacks: readonly string[];
  readonly evidence: readonly string[];
}

/** By name: what is asked of a service, in requests a second. */
const TRAFFIC = /^(?:http_)?requests?(?:_|$)|traffic|throughput|rps|qps/i;

export const trafficOf = (series: readonly Series[], service: string | undefined): Series | undefined =>
  series.find((one) => TRAFFIC.test(one.name) && serviceOf(one.labels) === service);

const GAP_STEPS = 1.5;

interface Sample {
  readonly atMs: number;
  readonly perSecond: number;
}

/** Each sample stands for a step; between two samples it was no less than the lower and no more than the higher. */
function sumOf(samples: readonly Sample[], within: (atMs: number) => boolean, stepMs: number) {
  const seconds = stepMs / 1000;
  const own = samples.filter(({ atMs }) => within(atMs));
  const count = own.reduce((sum, { perSecond }) => sum + perSecond * seconds, 0);
  let [low, high, missing] = [0, 0, 0];
  for (const [index, next] of samples.entries()) {
    const last = samples[index - 1];
    if (last === undefined || (!within(last.atMs) && !within(next.atMs))) continue;
    missing += next.atMs - last.atMs > GAP_STEPS * stepMs ? 1 : 0;
    high += Math.max(last.perSecond, next.perSecond) * seconds;
    if (within(last.atMs) && within(next.atMs)) low += Math.min(last.perSecond, next.perSecond) * seconds;
  }
  return { count, low, high: Math.max(high, count), missing };
}

const isSame = (a: Episode['labels'], b: Episode['labels']): boolean => canonicalJson(a) === canonicalJson(b);

/** Percentages and counts are none. */
export const isShare = ({ points }: Series): boolean => points.every(({ value }) => value >= 0 && value <= 1);

/** Episodes of shares times the rate of requests, sample by sample; of two shares of the same requests the larger. */
export function requestsOf(shares: readonly Episode[], series: readonly Series[]): Estimate | null {
  const byTraffic = new Map<Series, Map<Series, { readonly episodes: Episode[]; readonly good: boolean }>>();
  const lacks = new Set<string>();
  for (const episode of shares) {
    const own = series.find((one) => one.name === episode.indicator && isSame(one.labels, episode.labels));
    const traffic = trafficOf(series, serviceOf(episode.labels));
    if (own === undefined || traffic === undefined) continue;
    if (!isShare(own)) {
      lacks.add(`${effectName(episode)} is not given as a share between 0 and 1`);
      continue;
    }
    const sharesOfIt = byTraffic.get(traffic) ?? new Map();
    byTraffic.set(traffic, sharesOfIt);
    const known = sharesOfIt.get(own) ?? { episodes: [], good: episode.role === 'good-ratio' };
    known.episodes.push(episode);
    sharesOfIt.set(own, known);
  }
  if (byTraffic.size === 0) return null;
  let [count, low, high] = [0, 0, 0];
  const evidence = new Set<string>();
  for (const [traffic, sharesOfIt] of byTraffic) {
    const sums = [...sharesOfIt]
      .map(([own, { episodes, good }]) => ({ own, ...sumOf(...failing(own, traffic, episodes, good)) }))
      .sort((a, b) => b.count - a.count);
    const [largest] = sums;
    if (largest === undefined) continue;
    if (sums.length > 1) {
      lacks.add(`of ${sums.length} shares of the same requests only the largest is counted`);
    }
    if (largest.missing > 0) lacks.add(`samples of ${largest.own.name} are missing`);
    count += largest.count;
    low += largest.low;
    high += largest.high;
    for (const id of [...largest.own.evidence, ...traffic.evidence]) evidence.add(id);
  }
  return { count, low, high, lacks: [...lacks], evidence: sortedIds(evidence) };
}

function failing(
  own: Series,
  traffic: Series,
  episodes: readonly Episode[],
  good: boolean,
): Parameters<typeof sumOf> {
  const rates = new Map(traffic.points.map(({ atMs, value }) => [atMs, value]));
  const samples = own.points.flatMap(({ atMs, value }) => {
    const rate = rates.get(atMs);
    return rate === undefined ? [] : [{ atMs, perSecond: (good ? 1 - value : value) * rate }];
  });
  return [samples, (atMs) => episodes.some((one) => isWithin(one, atMs)), stepOf(own.points)];
}

const isWithin = ({ from, to }: Pick<Episode, 'from' | 'to'>, atMs: number): boolean =>
  atMs >= Date.parse(from) && (to === null || atMs <= Date.parse(to));

/** All that was asked of the services in a time; null without a rate of requests. */
export function totalOf(
  series: readonly Series[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): { readonly count: number; readonly method: string; readonly evidence: readonly string[] } | null {
  const all = series.filter(({ name }) => TRAFFIC.test(name));
  // A series without a service is of all of them.
  const whole = all.filter(({ labels }) => serviceOf(labels) === undefined);
  const counted = (whole.length > 0 ? whole.slice(0, 1) : all).map((one) => ({
    one,
    points: pointsWithin(one.points, fromMs, toMs),
  }));
  const found = counted.filter(({ points }) => points.length > 0);
  if (found.length === 0) return null;
  return {
    count: found.reduce((sum, { one, points }) => sum + countOf(points, stepOf(one.points)), 0),
    method: `the rate of requests a second (${found.map(({ one }) => seriesName(one.name, one.labels)).join(', ')}), each sample for one step, from ${minuteOf(toIso(fromMs))} to ${minuteOf(toIso(toMs))}`,
    evidence: sortedIds(found.flatMap(({ one }) => one.evidence)),
  };
}

const countOf = (points: readonly Point[], stepMs: number): number =>
  points.reduce((sum, { value }) => sum + (value * stepMs) / 1000, 0);
