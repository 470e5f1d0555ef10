import { toIso } from '../../domain/time.ts';
import type { Change } from '../../domain/understanding.ts';
import type { EffectGroup } from '../../indicators/groups.ts';
import { grouped, minuteOf } from '../../timeline/words.ts';
import { argument, type Candidate, type Facts, type Lens } from '../lens.ts';
import { everybodyRefused } from '../refused.ts';
import { isDuring } from '../spans.ts';

const AGAIN_MS = 15 * 60_000;
const NEAR_MS = 5 * 60_000;
const REFUSED_MIN = 5;

/** A key or a password that was taken out or replaced while what it signed or opened was still in use. */
export const rotation: Lens = {
  kind: 'rotation',
  wouldTell: 'the keys that were published, at two times, or records of changes of credentials',
  isCovered: ({ keys, changes }) => keys.length > 1 || changes.some(isOfCredential),
  candidates: (group, facts) => [
    ...withdrawn(group, facts),
    ...facts.changes.filter(isOfCredential).flatMap((change) => changed(change, group, facts)),
  ],
};

const isOfCredential = ({ kind }: Change): boolean => kind === 'credential';

function withdrawn(group: EffectGroup, { keys }: Facts): readonly Candidate[] {
  return keys.flatMap((seen, index) => {
    const before = keys[index - 1];
    if (before === undefined) return [];
    const gone = before.ids.filter((id) => !seen.ids.includes(id));
    const inTime = before.atMs <= group.fromMs && seen.atMs >= group.fromMs - group.certaintyMs;
    if (gone.length === 0 || !inTime) return [];
    const back = keys.slice(index + 1).find(({ ids }) => gone.every((id) => ids.includes(id)));
    const evidence = [...before.evidence, ...seen.evidence, ...group.evidence];
    const name = gone.join(', ');
    return [
      {
        subject: name,
        at: toIso(group.fromMs),
        text: `Key ${name} was taken out of the published set between ${minuteOf(toIso(before.atMs))} and ${minuteOf(toIso(seen.atMs))}`,
        for: [
          ...argument(
            'strong',
            true,
            `key ${name} was published before the effect and not during it`,
            evidence,
          ),
          ...argument(
            'strong',
            everybodyRefused(group).length > 0,
            'nearly every request was refused from then on',
            evidence,
          ),
          ...argument(
            'decisive',
            back !== undefined && group.toMs !== null && Math.abs(back.atMs - group.toMs) <= AGAIN_MS,
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
}

/** A change that is nothing but near in time does not lead: credentials are changed all day. */
function changed(change: Change, group: EffectGroup, { changes, signIns }: Facts): readonly Candidate[] {
  const { subject, at, what } = change;
  const lagMs = group.fromMs - Date.parse(at);
  if (lagMs < -group.certaintyMs || lagMs > NEAR_MS + group.certaintyMs) return [];
  const both = [...change.evidence, ...group.evidence];
  const refused = signIns.failed.filter(({ user, atMs }) => user === subject && isDuring(group)(atMs));
  const again = changes.find(
    (later) =>
      isOfCredential(later) &&
      later.subject === subject &&
      Date.parse(later.at) > Math.max(group.fromMs, Date.parse(at)) &&
      group.toMs !== null &&
      Math.abs(Date.parse(later.at) - group.toMs) <= AGAIN_MS,
  );
  return [
    {
      subject,
      at,
      text: `${what} (${subject}) at ${minuteOf(at)}, while it was in use`,
      for: [
        ...argument('strong', true, `${what} (${subject}), and the effect began with it`, both),
        ...argument(
          'strong',
          refused.length >= REFUSED_MIN,
          `${subject} was refused ${grouped(refused.length)} times from then on`,
          [...signIns.evidence, ...change.evidence],
        ),
        ...argument(
          'decisive',
          again !== undefined,
          `the effect ended after ${again?.what ?? ''} (${subject}) at ${minuteOf(again?.at ?? at)}`,
          [...both, ...(again?.evidence ?? [])],
        ),
      ],
      against: [],
      missing: [`uses of ${subject} from then on`],
      marks:
        again === undefined
          ? {}
          : {
              mitigated: {
                atMs: Date.parse(again.at),
                why: `${again.what} (${subject})`,
                evidence: again.evidence,
              },
            },
    },
  ];
}
