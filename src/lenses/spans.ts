import { toIso } from '../domain/time.ts';
import type { Episode } from '../domain/understanding.ts';
import type { EffectGroup } from '../indicators/groups.ts';
import type { Facts } from './lens.ts';

export const isDisk = (name: string): boolean => /disk|filesystem|volume|storage|inode/i.test(name);

const BEFORE_MS = 10 * 60_000;
const SAMPLES_APART_MS = 2 * 60_000;

/** Whether two times may be one, as far as samples tell. */
export const together = (a: number, b: number, { certaintyMs }: EffectGroup): boolean =>
  Math.abs(a - b) <= certaintyMs + SAMPLES_APART_MS;

export const isDuring =
  ({ fromMs, toMs, certaintyMs }: EffectGroup) =>
  (atMs: number): boolean =>
    atMs >= fromMs - certaintyMs && atMs <= (toMs ?? Number.POSITIVE_INFINITY) + certaintyMs;

export const overlaps = (episode: Episode, { fromMs, toMs, certaintyMs }: EffectGroup): boolean =>
  Date.parse(episode.from) <= (toMs ?? Number.POSITIVE_INFINITY) &&
  (episode.to === null || Date.parse(episode.to) >= fromMs - certaintyMs);

export const nearEnd = (episode: Episode, { toMs }: EffectGroup): boolean =>
  episode.to === null ? toMs === null : toMs !== null && Math.abs(Date.parse(episode.to) - toMs) <= BEFORE_MS;

export const startsWith = (episode: Episode, group: EffectGroup, leadMaxMs = BEFORE_MS): boolean => {
  const leadMs = group.fromMs - Date.parse(episode.from);
  return leadMs <= leadMaxMs && leadMs >= -group.certaintyMs - SAMPLES_APART_MS;
};

/** Episodes of a role that overlap the effects; each is of the band, not of an objective. */
export const beside = ({ episodes }: Facts, group: EffectGroup, role: Episode['role']): readonly Episode[] =>
  episodes.filter(
    (episode) => episode.role === role && episode.crossing === 'baseline' && overlaps(episode, group),
  );

const ROSE_TIMES = 1.5;

/** Rises of traffic that overlap the effects. */
export const rises = (group: EffectGroup, facts: Facts): readonly Episode[] =>
  beside(facts, group, 'traffic').filter(
    ({ worst, baseline }) => baseline > 0 && worst / baseline >= ROSE_TIMES,
  );

export const laterBy = (iso: string, ms: number): string => toIso(Date.parse(iso) + ms);
