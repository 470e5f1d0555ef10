import { canonicalJson } from '../../domain/canonical.ts';
import type { Change, Episode } from '../../domain/understanding.ts';
import { type EffectGroup, effectName } from '../../indicators/groups.ts';
import { pointsWithin } from '../../timeline/series.ts';
import { minuteOf } from '../../timeline/words.ts';
import { argument, type Facts, hasRole, type Lens } from '../lens.ts';
import { nearEnd, rises, startsWith } from '../spans.ts';

/** Load may rise for some time before a service cannot bear it. */
const RAMP_MS = 30 * 60_000;
const BEFORE_MS = 10 * 60_000;

/** More requests than the service can answer. */
export const traffic: Lens = {
  kind: 'traffic',
  wouldTell: 'a series of requests',
  isCovered: (facts) => hasRole(facts, 'traffic'),
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
        against: [
          ...argument(
            'strong',
            Date.parse(episode.from) > group.fromMs + 60_000,
            'it rose after the effect had begun',
            evidence,
          ),
          ...argument(
            'decisive',
            failing.length > 0,
            'most of the rise is of requests that were refused, so that it is part of the effect',
            [...failing.flatMap((one) => one.evidence), ...evidence],
          ),
        ],
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
