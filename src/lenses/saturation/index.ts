import { effectName } from '../../indicators/groups.ts';
import { grouped, minuteOf } from '../../timeline/words.ts';
import { argument, hasRole, type Lens } from '../lens.ts';
import { beside, laterBy, nearEnd, rises, startsWith } from '../spans.ts';

const FULL = 0.9;
const BEFORE_MS = 10 * 60_000;
/** Both are seen by samples, the one or the other first. */
const LEAD_MS = 3 * 60_000;

/** A bounded resource that ran out. */
export const saturation: Lens = {
  kind: 'saturation',
  wouldTell: 'series of pools, memory, processors and disks',
  isCovered: (facts) => hasRole(facts, 'saturation'),
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
