import { toIso } from '../../domain/time.ts';
import type { Argument } from '../../domain/understanding.ts';
import { type EffectGroup, effectName, seriesName } from '../../indicators/groups.ts';
import { minuteOf } from '../../timeline/words.ts';
import { argueErrors, errorsDuring } from '../database-errors.ts';
import { type Fullness, fullnessOf } from '../fullness.ts';
import { argument, type Candidate, type Facts, hasRole, type Lens } from '../lens.ts';
import { isDisk, laterBy, rises } from '../spans.ts';

/** SQLSTATE: no connection slot is left. */
const NO_SLOT = '53300';
/** Both are seen by samples, the one or the other first. */
const LEAD_MS = 3 * 60_000;

/** A bounded resource that ran out. */
export const saturation: Lens = {
  kind: 'saturation',
  wouldTell: 'series of pools, memory, processors and threads',
  isCovered: (facts) => hasRole(facts, 'saturation'),
  candidates(group, facts) {
    const full = facts.indicators
      .filter(({ role, name }) => role === 'saturation' && !isDisk(name))
      .flatMap((indicator) => {
        const fullness = fullnessOf(indicator, group);
        return fullness === null
          ? []
          : [{ name: seriesName(indicator.name, indicator.labels), evidence: indicator.evidence, fullness }];
      });
    const refused = errorsDuring(facts, group, NO_SLOT);
    const told = argueErrors(refused, group, 'refused connections for want of slots (SQLSTATE 53300)');
    if (full.length === 0 && refused.length === 0) return [];
    if (full.length === 0) return [ofConnections(group, told)];
    return full.map(({ name, evidence, fullness }) =>
      ofResource(name, evidence, fullness, told, group, facts),
    );
  },
};

const ofConnections = (group: EffectGroup, told: readonly Argument[]): Candidate => ({
  subject: 'connections of the data base',
  at: toIso(group.fromMs),
  text: `The data base had no connection left from ${minuteOf(toIso(group.fromMs))} on`,
  for: told,
  against: [],
  missing: ['what held the connections'],
  marks: {},
});

function ofResource(
  name: string,
  own: readonly string[],
  { fullMs, filledAsItBegan, freedAsItEnded }: Fullness,
  told: readonly Argument[],
  group: EffectGroup,
  facts: Facts,
): Candidate {
  const at = toIso(fullMs);
  const evidence = [...own, ...group.evidence];
  const rose = rises(group, facts).filter(({ from }) => from <= laterBy(at, LEAD_MS));
  return {
    subject: name,
    at,
    text: `${name} was exhausted or nearly so (90 % or more) from ${minuteOf(at)} on`,
    for: [
      ...argument('strong', filledAsItBegan, `${name} filled up as the effect began`, evidence),
      ...argument('strong', freedAsItEnded, 'it was free again when the effect ended', evidence),
      ...told,
    ],
    against: argument(
      'strong',
      rose.length > 0,
      `${rose.map(effectName).join(' and ')} rose before, and filled it`,
      rose.flatMap((one) => one.evidence),
    ),
    missing: ['what held the resource'],
    marks: {},
  };
}
