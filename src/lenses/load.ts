import { canonicalJson } from '../domain/canonical.ts';
import { toIso } from '../domain/time.ts';
import type { Change, Episode } from '../domain/understanding.ts';
import type { EffectGroup } from '../indicators/groups.ts';
import { effectName } from '../indicators/groups.ts';
import { pointsWithin } from '../timeline/series.ts';
import { grouped, minuteOf } from '../timeline/words.ts';
import { argument, type Facts, type Lens, together } from './lens.ts';

const FULL = 0.9;
const ROSE_TIMES = 1.5;
const BEFORE_MS = 10 * 60_000;
/** Load may rise for some time before a service cannot bear it. */
const RAMP_MS = 30 * 60_000;

const overlaps = (episode: Episode, { fromMs, toMs, certaintyMs }: EffectGroup): boolean =>
  Date.parse(episode.from) <= (toMs ?? Number.POSITIVE_INFINITY) &&
  (episode.to === null || Date.parse(episode.to) >= fromMs - certaintyMs);

const nearEnd = (episode: Episode, { toMs }: EffectGroup): boolean =>
  episode.to === null ? toMs === null : toMs !== null && Math.abs(Date.parse(episode.to) - toMs) <= BEFORE_MS;

const startsWith = (episode: Episode, group: EffectGroup, leadMaxMs = BEFORE_MS): boolean => {
  const leadMs = group.fromMs - Date.parse(episode.from);
  return leadMs <= leadMaxMs && leadMs >= -group.certaintyMs - 120_000;
};

/** Episodes of a role that overlap the effects; each is of the band, not of an objective. */
const beside = ({ episodes }: Facts, group: EffectGroup, role: Episode['role']): readonly Episode[] =>
  episodes.filter(
    (episode) => episode.role === role && episode.crossing === 'baseline' && overlaps(episode, group),
  );

/** A bounded resource that ran out. */
export const saturation: Lens = {
  kind: 'saturation',
  candidates(group, facts) {
    const refused = facts.refusedConnections.filter(
      ({ atMs }) => atMs >= group.fromMs - BEFORE_MS && atMs <= (group.toMs ?? Number.POSITIVE_INFINITY),
    );
    return beside(facts, group, 'saturation')
      .filter(({ worst }) => worst >= FULL)
      .map((episode) => {
        const evidence = [...episode.evidence, ...group.evidence];
        const rose = rises(group, facts).filter(({ from }) => from <= laterBy(episode.from, LEAD_MS));
        return {
          subject: effectName(episode),
          at: episode.from,
          text: `${effectName(episode)} was exhausted from ${minuteOf(episode.from)} on`,
          for: [
            ...argument(
              'strong',
              startsWith(episode, group),
              `${effectName(episode)} filled up as the effect began`,
              evidence,
            ),
            ...argument(
              'strong',
              nearEnd(episode, group),
              'it was free again when the effect ended',
              evidence,
            ),
            ...argument(
              'strong',
              refused.length > 0,
              `the data base refused ${grouped(refused.length)} connections for want of slots (SQLSTATE 53300)`,
              refused.map((one) => one.evidence),
            ),
          ],
          against: argument(
            'strong',
            rose.length > 0,
            'traffic rose before, and filled it',
            rose.flatMap((one) => one.evidence),
          ),
          missing: ['what held the resource'],
          marks: {},
        };
      });
  },
};

/** Both are seen by samples, the one or the other first. */
const LEAD_MS = 3 * 60_000;
const laterBy = (iso: string, ms: number): string => toIso(Date.parse(iso) + ms);

const rises = (group: EffectGroup, facts: Facts): readonly Episode[] =>
  beside(facts, group, 'traffic').filter(
    ({ worst, baseline }) => baseline > 0 && worst / baseline >= ROSE_TIMES,
  );

/** More requests than the service can answer. */
export const traffic: Lens = {
  kind: 'traffic',
  candidates: (group, facts) =>
    rises(group, facts).map((episode) => {
      const evidence = [...episode.evidence, ...group.evidence];
      const times = episode.worst / episode.baseline;
      const extra = episode.worst - episode.baseline;
      const grown = facts.changes.filter((change) => endedItByGrowth(change, group)).slice(-1);
      const failing = group.episodes.filter(
        ({ role, worst, baseline }) => role === 'failures' && worst - baseline >= extra / 2,
      );
      return {
        subject: `requests (${effectName(episode)})`,
        at: episode.from,
        text: `${effectName(episode)} rose from ${minuteOf(episode.from)} on, to ${times.toFixed(1)} times its usual level`,
        for: [
          ...argument(
            'strong',
            startsWith(episode, group, RAMP_MS),
            `${effectName(episode)} rose to ${times.toFixed(1)} times its usual level as the effect began`,
            evidence,
          ),
          ...argument(
            'strong',
            nearEnd(episode, group) || isFalling(episode, group, facts),
            'it fell as the effect ended',
            evidence,
          ),
          ...grown.flatMap(({ what, subject, at, evidence: of }) =>
            argument(
              'strong',
              true,
              `capacity was added at ${minuteOf(at)} (${what}, ${subject}), and the effect ended after that`,
              [...of, ...group.evidence],
            ),
          ),
        ],
        against: argument(
          'decisive',
          failing.length > 0,
          'most of the rise is of requests that were refused, so that it is part of the effect',
          [...failing.flatMap((one) => one.evidence), ...evidence],
        ),
        missing: ['what the requests were and where they came from'],
        marks: {},
      };
    }),
};

const GROWTH_ACTS_MS = 30 * 60_000;

/** A larger number of instances while the effect lasted, shortly before its end. */
function endedItByGrowth({ kind, at, from, to }: Change, { fromMs, toMs }: EffectGroup): boolean {
  const atMs = Date.parse(at);
  const grew = from === null || to === null || Number(to) > Number(from);
  return (
    kind === 'scale' &&
    grew &&
    toMs !== null &&
    atMs > fromMs &&
    atMs <= toMs &&
    toMs - atMs <= GROWTH_ACTS_MS
  );
}

/** Whether it was at less than half of its rise when the effect ended. */
function isFalling(episode: Episode, { toMs }: EffectGroup, { indicators }: Facts): boolean {
  if (toMs === null) return false;
  const points = indicators
    .filter(
      ({ name, labels }) =>
        name === episode.indicator && canonicalJson(labels) === canonicalJson(episode.labels),
    )
    .flatMap((indicator) => pointsWithin(indicator.points, toMs - BEFORE_MS, toMs + BEFORE_MS));
  return points.some(({ value }) => value < (episode.worst + episode.baseline) / 2);
}

const DEPENDENCY_NAME = /dependenc|upstream|downstream|third.?part|provider|external/i;
const DEPENDENCY_LABELS = [
  'dependency',
  'upstream',
  'provider',
  'peer',
  'peer_service',
  'destination',
  'target',
];

/** Something else that the service needs and does not run. */
export const dependency: Lens = {
  kind: 'dependency',
  candidates: (group) =>
    group.episodes
      .filter(({ indicator, labels }) => DEPENDENCY_NAME.test(indicator) || peerOf(labels) !== undefined)
      .map((episode) => {
        const peer = peerOf(episode.labels) ?? effectName(episode);
        const evidence = [...episode.evidence, ...group.evidence];
        const own = group.episodes.filter((one) => one !== episode && peerOf(one.labels) === undefined);
        return {
          subject: peer,
          at: episode.from,
          text: `Calls to the dependency ${peer} failed from ${minuteOf(episode.from)} on`,
          for: [
            ...argument(
              'strong',
              own.length > 0 && together(Date.parse(episode.from), group.fromMs, group),
              `calls to ${peer} began to fail when the effect began`,
              evidence,
            ),
            ...argument(
              'strong',
              own.length > 0 && nearEnd(episode, group),
              `they succeeded again when the effect ended`,
              evidence,
            ),
          ],
          against: argument(
            'strong',
            Date.parse(episode.from) > group.fromMs + group.certaintyMs + 120_000,
            `calls to ${peer} failed later than the effect began`,
            evidence,
          ),
          missing: [`what ${peer} says of that time`],
          marks: {},
        };
      }),
};

const peerOf = (labels: Readonly<Record<string, string>>): string | undefined =>
  DEPENDENCY_LABELS.map((label) => labels[label]).find((value) => value !== undefined);
