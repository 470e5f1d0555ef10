import { toIso } from '../../domain/time.ts';
import type { Change } from '../../domain/understanding.ts';
import type { EffectGroup } from '../../indicators/groups.ts';
import { grouped, minuteOf } from '../../timeline/words.ts';
import { argument, type Candidate, type Lens, type ProbeBurst, USUAL_LAG_MS } from '../lens.ts';

const BEFORE_MS = 5 * 60_000;

/** Probing for injection that the service answers with errors or load. */
export const injection: Lens = {
  kind: 'injection',
  wouldTell: 'firewall logs',
  isCovered: ({ probes }) => probes.length > 0,
  candidates: (group, { probes, changes }) => probes.flatMap((burst) => argue(burst, group, changes)),
  alone: ({ probes }, groups) =>
    groups.length > 0
      ? []
      : probes.map(({ atMs, path, matches, evidence }) => ({
          subject: path ?? 'an unnamed path',
          at: toIso(atMs),
          text: `Probing for SQL injection set in at ${minuteOf(toIso(atMs))}`,
          for: argument(
            'strong',
            true,
            `${grouped(matches)} matches of rules against SQL injection`,
            evidence,
          ),
          against: [],
          missing: ['an indicator of the service that changed with it'],
          marks: {},
        })),
};

function argue(burst: ProbeBurst, group: EffectGroup, changes: readonly Change[]): readonly Candidate[] {
  const lagMs = group.fromMs - burst.atMs;
  if (lagMs < -BEFORE_MS - group.certaintyMs || lagMs > USUAL_LAG_MS * 3) return [];
  const both = [...burst.evidence, ...group.evidence];
  const blocked = changes.find(
    ({ kind, to, at }) =>
      kind === 'firewall' &&
      to === 'block' &&
      Date.parse(at) > burst.atMs &&
      Date.parse(at) <= (group.toMs ?? Number.POSITIVE_INFINITY) + 60_000,
  );
  const ended =
    blocked !== undefined && group.toMs !== null && group.toMs - Date.parse(blocked.at) <= USUAL_LAG_MS;
  const path = burst.path ?? 'an unnamed path';
  return [
    {
      subject: path,
      at: toIso(burst.atMs),
      text: `Probing of ${path} for SQL injection set in at ${minuteOf(toIso(burst.atMs))}`,
      for: [
        ...argument(
          'strong',
          lagMs <= USUAL_LAG_MS,
          `${grouped(burst.matches)} matches of rules against SQL injection, most on ${path}, and the effect set in together`,
          both,
        ),
        ...argument(
          'strong',
          burst.letThrough > 0,
          `${grouped(burst.letThrough)} of the matches were let through to the service`,
          burst.evidence,
        ),
        ...argument('decisive', ended, 'the effect ended after the firewall began to block', [
          ...both,
          ...(blocked?.evidence ?? []),
        ]),
      ],
      against: argument(
        'strong',
        burst.letThrough === 0,
        'the firewall let none of the matches through',
        burst.evidence,
      ),
      missing: ['access logs of the service, and the statements of its data base'],
      marks: {
        startedMs: burst.atMs,
        ...(blocked && {
          mitigated: {
            atMs: Date.parse(blocked.at),
            why: `firewall mode of ${blocked.subject} changed to block`,
            evidence: blocked.evidence,
          },
        }),
      },
    },
  ];
}
