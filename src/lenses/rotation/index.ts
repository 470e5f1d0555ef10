import { toIso } from '../../domain/time.ts';
import { minuteOf } from '../../timeline/words.ts';
import { argument, type Lens } from '../lens.ts';
import { everybodyRefused } from '../refused.ts';

/** A key that was taken out while what it signed or opened was still in use. */
export const rotation: Lens = {
  kind: 'rotation',
  wouldTell: 'the keys that were published, at two times',
  isCovered: ({ keys }) => keys.length > 1,
  candidates(group, { keys }) {
    return keys.flatMap((seen, index) => {
      const before = keys[index - 1];
      if (before === undefined) return [];
      const gone = before.ids.filter((id) => !seen.ids.includes(id));
      const inTime = before.atMs <= group.fromMs && seen.atMs >= group.fromMs - group.certaintyMs;
      if (gone.length === 0 || !inTime) return [];
      const back = keys.slice(index + 1).find(({ ids }) => gone.every((id) => ids.includes(id)));
      const evidence = [...before.evidence, ...seen.evidence, ...group.evidence];
      const refused = everybodyRefused(group);
      return [
        {
          subject: gone.join(', '),
          at: toIso(group.fromMs),
          text: `Key ${gone.join(', ')} was taken out of the published set between ${minuteOf(toIso(before.atMs))} and ${minuteOf(toIso(seen.atMs))}`,
          for: [
            ...argument(
              'strong',
              true,
              `key ${gone.join(', ')} was published before the effect and not during it`,
              evidence,
            ),
            ...argument(
              'strong',
              refused.length > 0,
              'nearly every request was refused from then on',
              evidence,
            ),
            ...argument(
              'decisive',
              back !== undefined && group.toMs !== null && Math.abs(back.atMs - group.toMs) <= 15 * 60_000,
              'the effect ended when the key was published again',
              [...evidence, ...(back?.evidence ?? [])],
            ),
          ],
          against: [],
          missing: ['records of what was changed at the issuer'],
          marks: {},
        },
      ];
    });
  },
};
