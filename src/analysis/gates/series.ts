import { toIso } from '../../domain/time.ts';
import { type BurnSeries, burn } from '../../judges/burn.ts';
import { levelOf } from '../../judges/figures.ts';
import { insufficient, type Judgement, tempered } from '../../judges/judgement.ts';
import { judgeSeries } from '../../judges/series.ts';
import { type Bounded, soak } from '../../judges/soak.ts';
import type { SeriesSpec, Spec } from '../../judges/spec.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { minuteOf } from '../../timeline/words.ts';
import { burnRateOf } from '../burn.ts';
import type { Context } from '../context.ts';
import { sliOf } from '../facts/sli.ts';
import { soakMs } from '../policy.ts';
import { judgeSli } from './gate.ts';

const CHANGES = new Set([
  'credential.created',
  'credential.rotated',
  'credential.disabled',
  'credential.deleted',
  'credential.changed',
  'db.role-changed',
]);

/** Time of the last change in the window; null when there was none. */
function lastChangeMs({ configuration, credentials, window }: Context): number | null {
  const changes = [
    ...configuration.filter(({ changed }) => changed),
    ...credentials.filter(({ kind }) => CHANGES.has(kind)),
  ]
    .map(({ at }) => Date.parse(at))
    .filter((atMs) => atMs >= window.fromMs && atMs < window.toMs);
  return changes.length === 0 ? null : Math.max(...changes);
}

/** A gate over the points of an indicator in the window of the context. */
export function judgeIndicator(context: Context, spec: SeriesSpec): Judgement {
  if (spec.check === 'burn') return judgeBurn(context, spec);
  return judgeSli(context, spec.indicator, (sli) => judgeSeries(spec, sli));
}

/** The context narrowed to the part of the window that a gate names; why there is none. */
export function spanOf(context: Context, over: SeriesSpec['over']): Context | Judgement {
  const { fromMs, toMs } = context.window;
  if (over === 'window') return context;
  if (over === 'soak') {
    return { ...context, window: { fromMs: Math.max(fromMs, toMs - soakMs(context.policy)), toMs } };
  }
  const changeMs = lastChangeMs(context);
  if (changeMs === null)
    return insufficient('No change in the window is in evidence to judge the time after.');
  return { ...context, window: { fromMs: changeMs, toMs } };
}

/** Burn rates as the source computed them, or else computed from availability. */
function judgeBurn(context: Context, spec: Spec<'burn'>): Judgement {
  const series = burnSeries(context, spec.indicator);
  const judged = burn(spec, series, context.policy.slo);
  return series === null ? judged : tempered(judged, series.sli.shortfall);
}

function burnSeries(context: Context, indicator: string): BurnSeries | null {
  const recorded = sliOf(context, indicator);
  if (recorded) return { sli: recorded, told: `the recorded burn rate ${indicator}`, rate: (value) => value };
  const availability = sliOf(context, 'availability');
  if (!availability) return null;
  const { target } = context.policy.slo;
  return { sli: availability, told: 'availability', rate: (value) => burnRateOf(value, target) };
}

const NAMES: Readonly<Record<string, string>> = {
  availability: 'availability',
  latency_p95: 'latency',
  error_ratio: 'errors',
};

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Whether all that is asked was within its bounds up to the window's end. */
export function judgeSoak(context: Context, spec: Spec<'soak'>): Judgement {
  const bounds = context.policy.gates.flatMap((gate) =>
    (gate.check === 'ceiling' || gate.check === 'floor') && spec.of.includes(gate.id) ? [gate] : [],
  );
  const named = capital(listed(bounds.map(({ indicator }) => NAMES[indicator] ?? indicator)));
  const { toMs } = context.window;
  const bounded = bounds.flatMap((gate): Bounded[] => {
    const sli = sliOf(context, gate.indicator);
    if (sli === null) return [];
    const { scale } = levelOf(gate);
    const isWithin = (value: number): boolean =>
      gate.check === 'floor' ? value * scale >= gate.limit : value * scale <= gate.limit;
    const shortfallSince = (fromMs: number): string | null =>
      sliOf(context, gate.indicator, { fromMs, toMs })?.shortfall ?? null;
    return [{ sli, isWithin, shortfallSince }];
  });
  if (bounded.length < bounds.length || bounded.length === 0) {
    return insufficient(
      `${named} are all needed, and not all have points.`,
      sortedIds(bounded.flatMap(({ sli }) => sli.evidence)),
    );
  }
  return soak(spec, named, bounded, { changeMs: lastChangeMs(context) ?? context.window.fromMs, toMs });
}

/** The minute from which on evidence of a format leaves the window open; null when it covers it. */
export const openFrom = (atMs: number | null): string | null =>
  atMs === null ? null : minuteOf(toIso(atMs));
