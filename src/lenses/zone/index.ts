import { toIso } from '../../domain/time.ts';
import type { Change, Episode } from '../../domain/understanding.ts';
import type { EffectGroup } from '../../indicators/groups.ts';
import { serviceOf, zoneOf } from '../../indicators/indicator.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { minuteOf } from '../../timeline/words.ts';
import { argument, type Lens } from '../lens.ts';
import { overlaps } from '../spans.ts';

const AWAY = /zonal ?-?shift|zone|evacuat|deregister|traffic (?:weight|dial)/i;
const ANSWERED_MS = 15 * 60_000;

/** A part of the infrastructure that fails as a whole, while its like are well. */
export const zone: Lens = {
  kind: 'zone',
  wouldTell: 'series with a label of the zone',
  isCovered: ({ indicators }) => indicators.some(({ labels }) => zoneOf(labels) !== undefined),
  candidates(group, facts) {
    const effects = group.episodes.filter(({ labels }) => zoneOf(labels) !== undefined);
    const [bad, ...others] = new Set(effects.flatMap(({ labels }) => zoneOf(labels) ?? []));
    if (bad === undefined || others.length > 0) return [];
    const names = new Set(effects.map(({ indicator }) => indicator));
    const well = facts.indicators.filter(
      ({ name, labels }) => names.has(name) && ![undefined, bad].includes(zoneOf(labels)),
    );
    if (well.length === 0) return [];
    const wellZones = [...new Set(well.flatMap(({ labels }) => zoneOf(labels) ?? []))].sort();
    const all = facts.episodes.filter(
      (one) => zoneOf(one.labels) === bad && one.crossing === 'baseline' && overlaps(one, group),
    );
    const evidence = sortedIds([...effects, ...well].flatMap((one) => one.evidence));
    const away = facts.changes.find((change) => isAnswer(change, bad, group));
    const at = toIso(Math.min(...effects.map(({ from }) => Date.parse(from))));
    return [
      {
        subject: bad,
        at,
        text: `Zone ${bad} failed from ${minuteOf(at)} on, and ${wellZones.join(' and ')} did not`,
        for: [
          ...argument(
            'strong',
            true,
            `${[...names].sort().join(' and ')} left the usual band in ${bad} alone, not in ${wellZones.join(' and ')}`,
            evidence,
          ),
          ...argument(
            'strong',
            wellZones.length > 1,
            `${wellZones.join(' and ')} were well in the same time`,
            sortedIds(well.flatMap((one) => one.evidence)),
          ),
          ...argument(
            'strong',
            isWide(all),
            `several indicators or services of ${bad} were affected together`,
            sortedIds(all.flatMap((one) => one.evidence)),
          ),
          ...(away === undefined
            ? []
            : argument(
                'decisive',
                true,
                `${away.what} (${away.subject}) at ${minuteOf(away.at)} moved traffic away, and the effect ended after that`,
                [...away.evidence, ...evidence],
              )),
        ],
        against: [],
        missing: [`what the operator of ${bad} says of that time`],
        marks:
          away === undefined
            ? {}
            : {
                mitigated: {
                  atMs: Date.parse(away.at),
                  why: `${away.what} (${away.subject})`,
                  evidence: away.evidence,
                },
              },
      },
    ];
  },
};

const isWide = (episodes: readonly Episode[]): boolean =>
  new Set(episodes.map(({ indicator, labels }) => `${indicator} ${serviceOf(labels) ?? ''}`)).size > 1;

function isAnswer({ what, subject, to, at }: Change, bad: string, { fromMs, toMs }: EffectGroup): boolean {
  const atMs = Date.parse(at);
  const text = `${what} ${subject} ${to ?? ''}`;
  return (
    (AWAY.test(text) || text.includes(bad)) &&
    toMs !== null &&
    atMs > fromMs &&
    atMs <= toMs &&
    toMs - atMs <= ANSWERED_MS
  );
}
