import type { Episode } from '../domain/understanding.ts';
import { sortedIds } from '../timeline/evidence-ids.ts';
import { isHarm, serviceOf } from './indicator.ts';

/** Effects that overlap in time: what one explanation has to answer for. */
export interface EffectGroup {
  readonly fromMs: number;
  /** Null while one of them is still open. */
  readonly toMs: number | null;
  readonly certaintyMs: number;
  readonly episodes: readonly Episode[];
  readonly services: readonly string[];
  readonly evidence: readonly string[];
}

const APART_MS = 5 * 60_000;
/** Of how far an indicator was out before: what is left of it after a mitigation, and no effect of its own. */
const REMAINDER_SHARE = 0.05;

const depthOf = ({ worst, baseline }: Episode): number => Math.abs(worst - baseline);

/** A far smaller rest of an earlier episode of the same series that keeps to the objective. */
const isRemainder = (later: Episode, all: readonly Episode[]): boolean => {
  const same = all.filter((one) => effectName(one) === effectName(later));
  const crosses = same.some(
    ({ crossing, from, to }) =>
      crossing === 'objective' &&
      (later.to === null || from <= later.to) &&
      (to === null || to >= later.from),
  );
  return (
    !crosses &&
    same.some(
      (earlier) =>
        earlier.crossing === 'baseline' &&
        earlier.to !== null &&
        earlier.to < later.from &&
        Date.parse(later.from) - Date.parse(earlier.to) <= APART_MS &&
        depthOf(later) <= REMAINDER_SHARE * depthOf(earlier),
    )
  );
};

/** Groups of effects in order of time; episodes of other roles belong to no group. */
export function effectGroups(episodes: readonly Episode[]): readonly EffectGroup[] {
  const effects = episodes
    .filter(({ role, crossing }) => crossing === 'baseline' && isHarm(role))
    .filter((one) => !isRemainder(one, episodes))
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  const groups: Episode[][] = [];
  let reachedMs = Number.NEGATIVE_INFINITY;
  for (const effect of effects) {
    const group = groups.at(-1);
    if (group && Date.parse(effect.from) <= reachedMs + APART_MS) group.push(effect);
    else groups.push([effect]);
    reachedMs = Math.max(reachedMs, effect.to === null ? Number.POSITIVE_INFINITY : Date.parse(effect.to));
  }
  return groups.map((members) => ({
    fromMs: Math.min(...members.map(({ from }) => Date.parse(from))),
    toMs: members.some(({ to }) => to === null)
      ? null
      : Math.max(...members.map(({ to }) => Date.parse(to ?? ''))),
    certaintyMs: Math.max(...members.map(({ certaintyMs }) => certaintyMs)),
    episodes: members,
    services: [...new Set(members.flatMap(({ labels }) => serviceOf(labels) ?? []))].sort(),
    evidence: sortedIds(members.flatMap(({ evidence }) => evidence)),
  }));
}

/** `availability of payments` */
export const effectName = ({ indicator, labels }: Pick<Episode, 'indicator' | 'labels'>): string =>
  seriesName(indicator, labels);

export const seriesName = (indicator: string, labels: Episode['labels']): string => {
  const named = Object.entries(labels).filter(([label]) => label !== '__name__');
  return named.length === 0 ? indicator : `${indicator} of ${named.map(([, value]) => value).join(', ')}`;
};
