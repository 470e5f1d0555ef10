import type { GateResult } from '../../domain/gate.ts';
import type { Impact, RequestFigures } from '../../domain/impact.ts';
import { type EffectGroup, effectGroups } from '../../indicators/groups.ts';
import { isHarm, roleOf } from '../../indicators/indicator.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { stepOf } from '../../timeline/runs.ts';
import { type Point, pointsWithin } from '../../timeline/series.ts';
import { budgetSpent } from '../burn.ts';
import { listed } from '../claims/claim.ts';
import type { Context } from '../context.ts';
import { sliOf } from '../facts/sli.ts';
import { dataOf } from './data.ts';
import { type Estimate, isShare, requestsOf, totalOf } from './requests.ts';

const REFUSED = /unauth|forbidden|40[13]|denied|refused/i;

export interface RequestEstimates {
  readonly failed: Estimate | null;
  readonly refused: Estimate | null;
}

/** Requests that failed or were refused while shares of them were out of their usual band. */
export function estimatesOf({ understanding: { episodes }, series }: Context): RequestEstimates {
  const shares = episodes.filter(
    ({ crossing, role }) => crossing === 'baseline' && (role === 'error-ratio' || role === 'good-ratio'),
  );
  const refused = shares.filter(({ indicator }) => REFUSED.test(indicator));
  const errors = shares.filter(({ role, indicator }) => role === 'error-ratio' && !REFUSED.test(indicator));
  const good = shares.filter(({ role }) => role === 'good-ratio');
  return {
    failed: requestsOf(errors.length > 0 ? errors : good, series),
    refused: requestsOf(refused, series),
  };
}

interface Reasoned<Value> {
  readonly value: Value;
  readonly reasons: Impact['reasons'];
  readonly evidence: readonly string[];
}

/** What an incident did, in figures: the sentences about impact and what programs read have them from here. */
export function impactFigures(context: Context, gates: readonly GateResult[]): Impact {
  const { incident, understanding } = context;
  const groups = effectGroups(understanding.episodes);
  const requests = requestFigures(context, groups);
  const duration = durationOf(context, groups);
  const lowest = lowestOf(context);
  const budget = budgetOf(context);
  const services = [...new Set(groups.flatMap((group) => group.services))].sort();
  const data = dataOf(context, gates);
  return {
    requests: requests.value,
    users: null,
    durationMs: duration.value,
    stillOpen: groups.some(({ toMs }) => toMs === null),
    availabilityLowest: lowest.value,
    budgetSpentRatio: budget.value,
    services,
    data,
    reasons: [
      ...requests.reasons,
      { figure: 'users', why: 'no evidence counts people' },
      ...duration.reasons,
      ...lowest.reasons,
      ...budget.reasons,
      ...(services.length > 0
        ? []
        : [
            {
              figure: 'services',
              why:
                groups.length === 0
                  ? 'no effect was found on any'
                  : `what was out of its usual band names no service${incident.services.length > 0 ? `; the incident is declared for ${listed(incident.services)}` : ''}`,
            },
          ]),
      ...data.checked
        .filter(({ found }) => found === 'not-checked')
        .map(({ what, why }) => ({ figure: 'data', why: `${what}: ${why}` })),
    ],
    evidence: sortedIds([
      ...requests.evidence,
      ...duration.evidence,
      ...lowest.evidence,
      ...budget.evidence,
      ...data.checked.flatMap(({ evidence }) => evidence),
    ]),
  };
}

/** A time without end goes to the end of what was collected. */
const toMsOf = ({ series, window }: Context, { toMs }: Pick<EffectGroup, 'toMs'>): number =>
  toMs ??
  series.reduce((last, { points }) => {
    const [end] = pointsWithin(points, window.fromMs, window.toMs).slice(-1);
    return Math.max(last, end?.atMs ?? last);
  }, window.fromMs);

function requestFigures(context: Context, groups: readonly EffectGroup[]): Reasoned<RequestFigures> {
  const { failed, refused } = estimatesOf(context);
  const span = {
    fromMs: Math.min(...groups.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...groups.map((group) => toMsOf(context, group))),
  };
  const total = totalOf(context.series, groups.length === 0 ? context.window : span);
  const bounded = failed ?? refused;
  const lacks = [...new Set([...(failed?.lacks ?? []), ...(refused?.lacks ?? [])])];
  const isOpen = groups.some(({ toMs }) => toMs === null);
  const count = (estimate: Estimate | null): number | null => estimate && Math.round(estimate.count);
  const untouched = untouchedShares(context);
  return {
    value: {
      total: total && Math.round(total.count),
      failed: failed === null && untouched.length > 0 && refused === null ? 0 : count(failed),
      refused: count(refused),
      method:
        total &&
        `total: ${total.method}${bounded ? '; failed or refused: its share at each sample times that rate; bounds: the lower and the higher of two neighbouring samples' : ''}`,
      boundsLow: bounded && Math.floor(bounded.low),
      boundsHigh: bounded && lacks.length === 0 && !isOpen ? Math.ceil(bounded.high) : null,
      atLeast: lacks.length > 0 || (isOpen && bounded !== null),
    },
    reasons: [
      ...(total === null ? [{ figure: 'requests.total', why: 'no rate of requests is in evidence' }] : []),
      ...(failed === null
        ? [{ figure: 'requests.failed', why: untold(context, total !== null, untouched.length > 0) }]
        : []),
      ...(refused === null
        ? [{ figure: 'requests.refused', why: 'no share of refused requests was out of its usual band' }]
        : []),
      ...lacks.map((why) => ({ figure: 'requests', why: `at least: ${why}` })),
      ...(isOpen && bounded !== null
        ? [
            {
              figure: 'requests',
              why: 'at least: the effects are still open at the end of what was collected',
            },
          ]
        : []),
    ],
    evidence: [...(total?.evidence ?? []), ...(failed?.evidence ?? []), ...(refused?.evidence ?? [])],
  };
}

/** Shares of failures that were watched over the whole window, whether or not anything was out of band. */
function untouchedShares(context: Context): readonly string[] {
  const { series, understanding } = context;
  return [...new Set(series.map(({ name }) => name))].filter((name) => {
    const role = roleOf(series.find((one) => one.name === name) ?? { name, labels: {} });
    if (role !== 'error-ratio' && role !== 'good-ratio') return false;
    if (understanding.episodes.some(({ indicator }) => indicator === name)) return false;
    return sliOf(context, name)?.shortfall === null;
  });
}

function untold(
  { series, understanding: { episodes } }: Context,
  hasRate: boolean,
  untouched: boolean,
): string {
  const out = episodes.filter(({ role }) => role === 'error-ratio' || role === 'good-ratio');
  const percent = series.find((one) => !isShare(one) && out.some(({ indicator }) => indicator === one.name));
  if (!hasRate) return 'no rate of requests is in evidence';
  if (percent !== undefined) return `${percent.name} is not given as a share between 0 and 1`;
  if (out.length > 0) return 'no rate of requests of the same service is in evidence';
  return untouched
    ? 'no share of failures left its usual band'
    : 'no share of failures is in evidence, or not for the whole window';
}

function durationOf(context: Context, groups: readonly EffectGroup[]): Reasoned<number | null> {
  const evidence = sortedIds(groups.flatMap((group) => group.evidence));
  if (groups.length === 0) {
    const isWatched = context.series.some((one) => isHarm(roleOf(one)));
    const why = isWatched
      ? 'no indicator of harm left its usual band'
      : 'nothing that measures harm to those who use the services is in evidence';
    return { value: null, reasons: [{ figure: 'durationMs', why }], evidence };
  }
  // Groups are apart, in order of time.
  const value = groups.reduce((sum, group) => sum + toMsOf(context, group) - group.fromMs, 0);
  const isOpen = groups.some(({ toMs }) => toMs === null);
  const silent = context.understanding.silences.length > 0;
  return {
    value,
    reasons: [
      ...(isOpen
        ? [{ figure: 'durationMs', why: 'at least: still open at the end of what was collected' }]
        : []),
      ...(silent
        ? [{ figure: 'durationMs', why: 'samples are missing in the window: it may have been longer' }]
        : []),
    ],
    evidence,
  };
}

const lowestPoint = (points: readonly Point[]): number | undefined =>
  points.reduce<number | undefined>(
    (low, { value }) => (low === undefined || value < low ? value : low),
    undefined,
  );

/** Of what the policy calls availability, else of any share of what went well. */
function lowestOf(context: Context): Reasoned<number | null> {
  const names = [...new Set(context.series.map(({ name }) => name))];
  const good = (name: string): boolean =>
    context.series.some((one) => one.name === name && roleOf(one) === 'good-ratio');
  const [name] = [...names.filter((one) => one === 'availability'), ...names.filter(good)];
  const sli = name === undefined ? null : sliOf(context, name);
  const value = sli && lowestPoint(sli.series.flatMap(({ points }) => points));
  if (sli === null || value === null || value === undefined) {
    return {
      value: null,
      reasons: [{ figure: 'availabilityLowest', why: 'no share of what went well is in evidence' }],
      evidence: [],
    };
  }
  const short =
    sli.shortfall === null
      ? []
      : [{ figure: 'availabilityLowest', why: `it may have been lower: ${sli.shortfall}` }];
  return { value, reasons: short, evidence: sli.evidence };
}

export function budgetOf(context: Context): Reasoned<number | null> {
  const sli = sliOf(context, 'availability');
  if (sli === null) {
    return {
      value: null,
      reasons: [{ figure: 'budgetSpentRatio', why: 'no availability is in evidence' }],
      evidence: [],
    };
  }
  const value = Math.max(
    ...sli.series.map(({ points }) => budgetSpent(points, stepOf(points), context.policy.slo)),
  );
  const short =
    sli.shortfall === null ? [] : [{ figure: 'budgetSpentRatio', why: `at least: ${sli.shortfall}` }];
  return { value, reasons: short, evidence: sli.evidence };
}
