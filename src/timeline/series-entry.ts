import { canonicalJson } from '../domain/canonical.ts';
import { toIso, type Window } from '../domain/time.ts';
import type { EntryDraft } from './entry.ts';
import { runsWhere } from './runs.ts';
import { meanOf, type Point, pointsWithin, type Series, tellValue } from './series.ts';
import { cleaned, counted } from './words.ts';

/** From where on a query's value is worth telling. */
export interface Threshold {
  readonly limit: number;
  readonly bad: 'above' | 'below';
}

/** One entry for a series, about the window; a series that only has points outside of it is told as such. */
export function seriesDraft(
  series: Series,
  window: Window,
  threshold: Threshold | undefined,
): EntryDraft | undefined {
  const within = pointsWithin(series.points, window.fromMs, window.toMs);
  const points = within.length > 0 ? within : series.points;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  const lowest = points.reduce((a, b) => (b.value < a.value ? b : a));
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a));
  const range =
    lowest.value === highest.value
      ? `${tellValue(series.name, lowest.value)} throughout`
      : `lowest ${moment(series.name, lowest)}, highest ${moment(series.name, highest)}`;
  const outside = within.length > 0 ? '' : ', before or after the window';
  return {
    kind: 'sli.sample',
    at: toIso(first.atMs),
    until: toIso(last.atMs),
    title: `${cleaned(series.name, 60)}${crossing(series.name, points, threshold)}: ${range}${outside}`,
    count: 1,
    evidence: series.evidence,
    attributes: {
      'sli.name': cleaned(series.name),
      points: points.length,
      min: lowest.value,
      max: highest.value,
      mean: meanOf(points),
      ...Object.fromEntries(
        Object.entries(series.labels).map(([label, value]) => [`label.${cleaned(label)}`, cleaned(value)]),
      ),
    },
    subject: canonicalJson([series.name, series.labels]),
  };
}

const clock = (atMs: number): string => toIso(atMs).slice(11, 16);

const moment = (name: string, { atMs, value }: Point): string =>
  `${tellValue(name, value)} at ${clock(atMs)}`;

function crossing(name: string, points: readonly Point[], threshold: Threshold | undefined): string {
  if (threshold === undefined) return '';
  const { limit, bad } = threshold;
  const runs = runsWhere(points, (value) => (bad === 'above' ? value > limit : value < limit));
  const [first, last] = [runs[0], runs.at(-1)];
  const limitText = `${bad} ${tellValue(name, limit)}`;
  if (!first || !last) return ` never ${limitText}`;
  const times = runs.length === 1 ? '' : `, ${counted(runs.length, 'time')}`;
  return ` ${limitText} between ${clock(first.fromMs)} and ${clock(last.toMs)} UTC${times}`;
}
