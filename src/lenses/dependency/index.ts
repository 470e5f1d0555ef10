import { effectName } from '../../indicators/groups.ts';
import type { Indicator } from '../../indicators/indicator.ts';
import { minuteOf } from '../../timeline/words.ts';
import { argument, type Lens } from '../lens.ts';
import { nearEnd, together } from '../spans.ts';

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
  wouldTell: 'series of calls to dependencies',
  isCovered: ({ indicators }) => indicators.some(isOfDependency),
  candidates: (group) =>
    group.episodes
      .filter(({ indicator, labels }) => isOfDependency({ name: indicator, labels }))
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

const isOfDependency = ({ name, labels }: Pick<Indicator, 'name' | 'labels'>): boolean =>
  DEPENDENCY_NAME.test(name) || peerOf(labels) !== undefined;
