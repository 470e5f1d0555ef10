import { toIso } from '../../domain/time.ts';
import { runsWhere } from '../../timeline/runs.ts';
import { meanOf, type Point } from '../../timeline/series.ts';
import { minuteOf } from '../../timeline/words.ts';
import { MINUTE_MS } from '../facts/minutes.ts';
import { floorsOver, highest, lowest, meansOver } from '../facts/rolling.ts';
import type { Sli, SliName } from '../facts/sli.ts';
import type { Policy } from '../policy.ts';
import { figureOf, type Gate, type Judgement, judgeSli } from './gate.ts';

const SHORT = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

const percent = (ratio: number): string => `${SHORT.format(ratio * 100)} %`;

const at = (point: Point): string => `at ${minuteOf(toIso(point.atMs))}`;

const worstOf = (points: readonly (Point | undefined)[]): Point | undefined =>
  highest(points.filter((point) => point !== undefined));

/** Highest point of all series of an indicator, in the unit of the gate. */
const peakOf = (sli: Sli): Point | undefined => worstOf(sli.series.map(({ points }) => highest(points)));

export const availability: Gate = {
  id: 'availability',
  judge: (context) =>
    judgeSli(context, 'availability', (sli) => {
      const { atLeast } = context.policy.gates.availability;
      const mean = Math.min(...sli.series.map(({ points }) => meanOf(points)));
      const low = lowest(sli.series.flatMap(({ points }) => lowest(points) ?? []));
      return {
        verdict: mean >= atLeast ? 'satisfied' : 'not-satisfied',
        figure: figureOf(mean),
        threshold: atLeast,
        unit: 'ratio',
        evidence: sli.evidence,
        why: `Availability was ${percent(mean)} on average over the window, where at least ${percent(atLeast)} is asked; its lowest point was ${percent(low?.value ?? mean)}${low ? ` ${at(low)}` : ''}.`,
      };
    }),
};

/** How a level of an indicator is told in its gate. */
interface Level {
  readonly what: string;
  readonly unit: string;
  /** From the indicator's unit to the gate's. */
  readonly scale: number;
  tell(value: number): string;
}

function belowCeiling(sli: Sli, { what, unit, scale, tell }: Level, limit: number): Judgement {
  const peak = peakOf(sli);
  const figure = figureOf((peak?.value ?? 0) * scale);
  const over = figure > limit;
  return {
    verdict: over ? 'not-satisfied' : 'satisfied',
    figure,
    threshold: limit,
    unit,
    evidence: sli.evidence,
    why:
      figure === 0
        ? `${what} was ${tell(0)} at every point; the limit is ${tell(limit)}.`
        : `${what} peaked at ${tell(figure)}${peak ? ` ${at(peak)}` : ''}; the limit is ${tell(limit)}.`,
  };
}

const ms = (value: number): string => `${SHORT.format(value)} ms`;
const plain = (value: number): string => String(value);

/** A gate on the highest point of an indicator. */
const ceilingGate = (
  id: string,
  indicator: SliName,
  level: Level,
  limitOf: (gates: Policy['gates']) => number,
): Gate => ({
  id,
  judge: (context) =>
    judgeSli(context, indicator, (sli) => belowCeiling(sli, level, limitOf(context.policy.gates))),
});

export const latencyP95 = ceilingGate(
  'latency-p95',
  'latency_p95',
  { what: 'The 95th percentile of latency', unit: 'ms', scale: 1000, tell: ms },
  (gates) => gates['latency-p95'].atMostMs,
);

export const latencyP99: Gate = {
  id: 'latency-p99',
  judge: (context) =>
    judgeSli(context, 'latency_p99', (sli) => {
      const { overBaselineAtMost, forMinutes } = context.policy.gates['latency-p99'];
      const judged = sli.series
        .flatMap(({ points, baseline }) => {
          const peak = highest(meansOver(points, forMinutes * MINUTE_MS));
          return peak && baseline ? [{ peak, baseline, over: peak.value / baseline.mean - 1 }] : [];
        })
        .sort((a, b) => b.over - a.over)[0];
      if (!judged) {
        return {
          verdict: 'insufficient-evidence',
          figure: null,
          threshold: null,
          unit: 'ms',
          evidence: sli.evidence,
          why: 'There are no points from before the incident to compare the 99th percentile of latency with.',
        };
      }
      const limitMs = figureOf(judged.baseline.mean * (1 + overBaselineAtMost) * 1000);
      const peakMs = figureOf(judged.peak.value * 1000);
      return {
        verdict: peakMs > limitMs ? 'not-satisfied' : 'satisfied',
        figure: peakMs,
        threshold: limitMs,
        unit: 'ms',
        evidence: sli.evidence,
        why: `The 99th percentile of latency had a mean of ${ms(peakMs)} over its worst ${forMinutes} minutes, up to ${minuteOf(toIso(judged.peak.atMs))}; ${percent(overBaselineAtMost)} over its baseline, the mean of ${judged.baseline.told}, is ${ms(limitMs)}.`,
      };
    }),
};

export const errorRatio = ceilingGate(
  'error-ratio',
  'error_ratio',
  { what: 'The share of 5xx answers', unit: 'ratio', scale: 1, tell: percent },
  (gates) => gates['error-ratio'].atMost,
);

export const stackTraces = ceilingGate(
  'stack-traces',
  'stack_traces',
  { what: 'The number of responses with a stack trace', unit: 'responses', scale: 1, tell: plain },
  (gates) => gates['stack-traces'].atMost,
);

const dbPoolGate = (id: 'db-pool' | 'rollback-db-pool'): Gate =>
  ceilingGate(
    id,
    'db_pool',
    { what: 'Use of the database connection pool', unit: 'ratio', scale: 1, tell: percent },
    (gates) => gates[id].atMost,
  );

export const dbPool = dbPoolGate('db-pool');
export const rollbackDbPool = dbPoolGate('rollback-db-pool');

/** Not satisfied when every point of some span of so many minutes was above. */
function notSustained(
  sli: Sli,
  { what, unit, scale, tell }: Level,
  above: number,
  forMinutes: number,
): Judgement {
  const held = worstOf(sli.series.map(({ points }) => highest(floorsOver(points, forMinutes * MINUTE_MS))));
  if (!held) {
    return {
      verdict: 'insufficient-evidence',
      figure: null,
      threshold: above,
      unit,
      evidence: sli.evidence,
      why: `There is no stretch of ${forMinutes} minutes without a hole to judge ${what} over.`,
    };
  }
  const figure = figureOf(held.value * scale);
  return {
    verdict: figure > above ? 'not-satisfied' : 'satisfied',
    figure,
    threshold: above,
    unit,
    evidence: sli.evidence,
    why: `The highest level that ${what} held for ${forMinutes} minutes was ${tell(figure)}, up to ${minuteOf(toIso(held.atMs))}; the trigger is more than ${tell(above)}.`,
  };
}

export const rollbackLatency: Gate = {
  id: 'rollback-latency',
  judge: (context) =>
    judgeSli(context, 'latency_p95', (sli) => {
      const { aboveMs, forMinutes } = context.policy.gates['rollback-latency'];
      const level = { what: 'the 95th percentile of latency', unit: 'ms', scale: 1000, tell: ms };
      return notSustained(sli, level, aboveMs, forMinutes);
    }),
};

export const rollbackErrors: Gate = {
  id: 'rollback-errors',
  judge: (context) =>
    judgeSli(context, 'error_ratio', (sli) => {
      const { above, forMinutes } = context.policy.gates['rollback-errors'];
      const level = { what: 'the share of 5xx answers', unit: 'ratio', scale: 1, tell: percent };
      return notSustained(sli, level, above, forMinutes);
    }),
};

const limiterGate = (id: 'limiter-errors' | 'rollback-limiter'): Gate => ({
  id,
  judge: (context) =>
    judgeSli(context, 'limiter_errors', (sli) => {
      const { forMinutesBelow } = context.policy.gates[id];
      const runs = sli.series.flatMap(({ points }) => runsWhere(points, (value) => value > 0));
      const longest = Math.max(0, ...runs.map(({ fromMs, toMs }) => toMs - fromMs));
      const minutes = figureOf(longest / MINUTE_MS);
      return {
        verdict: minutes >= forMinutesBelow ? 'not-satisfied' : 'satisfied',
        figure: minutes,
        threshold: forMinutesBelow,
        unit: 'min',
        evidence: sli.evidence,
        why:
          runs.length === 0
            ? 'The rate limiter had no error in the window.'
            : `The rate limiter had errors for ${minutes} minutes at a stretch; the trigger is ${forMinutesBelow} minutes.`,
      };
    }),
});

export const limiterErrors = limiterGate('limiter-errors');
export const rollbackLimiter = limiterGate('rollback-limiter');
