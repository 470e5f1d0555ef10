import type { Method } from './measure.ts';

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

const OUT = 3;

/**
 * The simplest that is worth comparing with: distance from the median of the time before, in interquartile ranges.
 * A point is out from three ranges on; the first point that is out is the start; services by their farthest point.
 */
export const medianAndRange: Method = ({ series, window }) => {
  const scores = series.flatMap(({ service, points }) => {
    const usual = points
      .filter(([atMs]) => atMs < window.fromMs)
      .map(([, value]) => value)
      .sort((a, b) => a - b);
    if (usual.length < 5) return [];
    const [low, median, high] = [quantile(usual, 0.25), quantile(usual, 0.5), quantile(usual, 0.75)];
    const range = Math.max(high - low, Number.EPSILON);
    return points
      .filter(([atMs]) => atMs >= window.fromMs && atMs < window.toMs)
      .map(([atMs, value]) => ({ service, atMs, score: Math.abs(value - median) / range }));
  });
  const out = scores.filter(({ score }) => score >= OUT);
  const farthest = new Map<string, number>();
  for (const { service, score } of out) farthest.set(service, Math.max(farthest.get(service) ?? 0, score));
  const times = [...new Set(out.map(({ atMs }) => atMs))].sort((a, b) => a - b);
  const stepMs = Math.min(...times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0)));
  return {
    startedMs: times[0] ?? null,
    services: [...farthest].sort(([, a], [, b]) => b - a).map(([service]) => service),
    effects: times.filter((atMs, index) => index === 0 || atMs - (times[index - 1] ?? 0) > stepMs).length,
  };
};
