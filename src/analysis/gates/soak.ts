import { toIso } from '../../domain/time.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
import { MINUTE_MS } from '../facts/minutes.ts';
import { type Sli, sliOf } from '../facts/sli.ts';
import { figureOf, type Gate, insufficient } from './gate.ts';

const CHANGES = new Set([
  'credential.created',
  'credential.rotated',
  'credential.disabled',
  'credential.deleted',
  'credential.changed',
  'db.role-changed',
]);

/** Time of the last change in the window; the window's beginning when there was none. */
function lastChangeMs({ configuration, credentials, window }: Context): number {
  const changes = [
    ...configuration.filter(({ changed }) => changed),
    ...credentials.filter(({ kind }) => CHANGES.has(kind)),
  ];
  return Math.max(
    window.fromMs,
    ...changes.map(({ at }) => Date.parse(at)).filter((atMs) => atMs < window.toMs),
  );
}

/** The last point of an indicator that was not green, if any. */
const lastRedMs = (sli: Sli, green: (value: number) => boolean): number =>
  Math.max(
    Number.NEGATIVE_INFINITY,
    ...sli.series.map(
      ({ points }) => points.findLast(({ value }) => !green(value))?.atMs ?? Number.NEGATIVE_INFINITY,
    ),
  );

export const soak: Gate = {
  id: 'soak',
  judge(context) {
    const { gates } = context.policy;
    const judged = [
      { sli: sliOf(context, 'availability'), green: (value: number) => value >= gates.availability.atLeast },
      {
        sli: sliOf(context, 'latency_p95'),
        green: (value: number) => value * 1000 <= gates['latency-p95'].atMostMs,
      },
      { sli: sliOf(context, 'error_ratio'), green: (value: number) => value <= gates['error-ratio'].atMost },
    ];
    const known = judged.flatMap(({ sli, green }) => (sli ? [{ sli, green }] : []));
    const evidence = sortedIds(known.flatMap(({ sli }) => sli.evidence));
    if (known.length < judged.length) {
      return insufficient(
        'Availability, latency and errors are all needed, and not all have points.',
        evidence,
      );
    }
    const { greenMinutesAtLeast } = gates.soak;
    const changeMs = lastChangeMs(context);
    const redMs = Math.max(...known.map(({ sli, green }) => lastRedMs(sli, green)));
    const sinceMs = Math.max(changeMs, redMs);
    const minutes = figureOf((context.window.toMs - sinceMs) / MINUTE_MS);
    const enough = minutes >= greenMinutesAtLeast;
    const soaking = { fromMs: sinceMs, toMs: context.window.toMs };
    const shortfalls = known.map(({ sli }) => sliOf(context, sli.name, soaking)?.shortfall ?? null);
    const holes = [...new Set(shortfalls.filter((shortfall) => shortfall !== null))];
    const since =
      redMs > changeMs
        ? `since ${minuteOf(toIso(redMs))}, when one of them was last out of bounds`
        : `since the last change at ${minuteOf(toIso(changeMs))}`;
    const lacks = holes.length > 0 || (!enough && redMs <= changeMs);
    return {
      verdict: lacks ? 'insufficient-evidence' : enough ? 'satisfied' : 'not-satisfied',
      figure: minutes,
      threshold: greenMinutesAtLeast,
      unit: 'min',
      evidence,
      why: `Availability, latency and errors were within bounds for ${Math.floor(minutes)} minutes up to the window's end, ${since}; ${greenMinutesAtLeast} are asked.${holes.length > 0 ? ` Not whole: ${holes.join('; ')}.` : ''}`,
    };
  },
};
