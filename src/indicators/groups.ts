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

/** Groups of effects in order of time; episodes of other roles belong to no group. */
export function effectGroups(episodes: readonly Episode[]): readonly EffectGroup[] {
  const effects = episodes
    .filter(({ role, crossing }) => crossing === 'baseline' && isHarm(role))
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
