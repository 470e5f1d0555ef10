import { toIso } from '../../domain/time.ts';
import { seriesName } from '../../indicators/groups.ts';
import { minuteOf } from '../../timeline/words.ts';
import { argueErrors, errorsDuring } from '../database-errors.ts';
import { fullnessOf } from '../fullness.ts';
import { argument, type Candidate, type Lens } from '../lens.ts';
import { isDisk } from '../spans.ts';

/** SQLSTATE: the disk is full. */
const DISK_FULL = '53100';

/** A disk, a volume or its inodes ran out. */
export const capacityDisk: Lens = {
  kind: 'capacity-disk',
  wouldTell: 'series of what is used or left of disks',
  isCovered: ({ indicators }) => indicators.some(({ name }) => isDisk(name)),
  candidates(group, facts) {
    const errors = errorsDuring(facts, group, DISK_FULL);
    const told = argueErrors(errors, group, 'could not write for want of space on its disk (SQLSTATE 53100)');
    const full = facts.indicators
      .filter(({ name }) => isDisk(name))
      .flatMap((indicator): readonly Candidate[] => {
        const fullness = fullnessOf(indicator, group);
        if (fullness === null) return [];
        const name = seriesName(indicator.name, indicator.labels);
        const evidence = [...indicator.evidence, ...group.evidence];
        const at = toIso(fullness.fullMs);
        return [
          {
            subject: name,
            at,
            text: `A disk filled up: ${name} stood at 90 % or more from ${minuteOf(at)} on`,
            for: [
              ...argument(
                'strong',
                true,
                `${name} was at 90 % or more when the effect began, and had not been before`,
                evidence,
              ),
              ...argument(
                'strong',
                fullness.freedAsItEnded,
                'space was freed when the effect ended',
                evidence,
              ),
              ...told,
            ],
            against: [],
            missing: ['what filled it'],
            marks: {},
          },
        ];
      });
    if (full.length > 0 || errors.length === 0) return full;
    return [
      {
        subject: 'disk of the data base',
        at: toIso(group.fromMs),
        text: `A disk was full from ${minuteOf(toIso(group.fromMs))} on (that of the data base)`,
        for: told,
        against: [],
        missing: ['series of what is used or left of the disk', 'what filled it'],
        marks: {},
      },
    ];
  },
};
