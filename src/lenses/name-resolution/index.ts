import type { Argument, Episode } from '../../domain/understanding.ts';
import { effectName } from '../../indicators/groups.ts';
import { minuteOf } from '../../timeline/words.ts';
import { changeCandidates } from '../change-candidates.ts';
import { argument, type Candidate, type Lens } from '../lens.ts';
import { changesRecords } from '../name-records.ts';
import { nearEnd, overlaps, together } from '../spans.ts';

const RESOLUTION = /\bdns|dns_|_dns|resolver|resolution|nxdomain|servfail|name_?lookup|lookup_(?:fail|err)/i;

const isOfResolution = ({ indicator, labels }: Pick<Episode, 'indicator' | 'labels'>): boolean =>
  RESOLUTION.test(`${indicator} ${Object.values(labels).join(' ')}`);

/** Names that no longer lead to where they should. */
export const nameResolution: Lens = {
  kind: 'name-resolution',
  wouldTell: 'series of failed look-ups of names, or records of changes of the domain',
  isCovered: ({ indicators, changes }) =>
    indicators.some(({ name, labels }) => isOfResolution({ indicator: name, labels })) ||
    changes.some(changesRecords),
  candidates(group, facts) {
    const failing = facts.episodes.filter(
      (one) => isOfResolution(one) && one.crossing === 'baseline' && overlaps(one, group),
    );
    const own = group.episodes.filter((one) => !isOfResolution(one));
    const first = failing.toSorted((a, b) => (a.from < b.from ? -1 : 1))[0];
    const evidence = [...failing.flatMap((one) => one.evidence), ...group.evidence];
    const series: readonly Argument[] =
      first === undefined
        ? []
        : [
            ...argument(
              'strong',
              own.length > 0 && failing.some(({ from }) => together(Date.parse(from), group.fromMs, group)),
              `${effectName(first)} rose as the effect began`,
              evidence,
            ),
            ...argument(
              'strong',
              own.length > 0 && failing.some((one) => nearEnd(one, group)),
              'look-ups of names succeeded again when the effect ended',
              evidence,
            ),
          ];
    const changed = changeCandidates(changesRecords, group, facts).map(
      (candidate): Candidate => ({
        ...candidate,
        text: `Name resolution (DNS) was changed: ${candidate.text}`,
        for: [...candidate.for, ...series],
        missing: ['answers of the name servers of that time'],
      }),
    );
    if (changed.length > 0 || first === undefined) return changed;
    return [
      {
        subject: effectName(first),
        at: first.from,
        text: `Name resolution (DNS) failed from ${minuteOf(first.from)} on, as ${effectName(first)} tells`,
        for: series,
        against: [],
        missing: ['answers of the name servers of that time'],
        marks: {},
      },
    ];
  },
};
