import { toIso } from '../../domain/time.ts';
import { grouped, minuteOf } from '../../timeline/words.ts';
import { argument, type Lens, USUAL_LAG_MS } from '../lens.ts';

const BEFORE_MS = 5 * 60_000;

/** Probing for injection that the service answers with errors or load. */
export const injection: Lens = {
  kind: 'injection',
  wouldTell: 'firewall logs',
  isCovered: ({ probes }) => probes !== null,
  candidates(group, { probes, changes }) {
    if (probes === null) return [];
    const lagMs = group.fromMs - probes.atMs;
    if (lagMs < -BEFORE_MS - group.certaintyMs || lagMs > USUAL_LAG_MS * 3) return [];
    const both = [...probes.evidence, ...group.evidence];
    const blocked = changes.find(
      ({ kind, to, at }) => kind === 'firewall' && to === 'block' && Date.parse(at) > probes.atMs,
    );
    const ended =
      blocked !== undefined && group.toMs !== null && group.toMs - Date.parse(blocked.at) <= USUAL_LAG_MS;
    const path = probes.path ?? 'an unnamed path';
    return [
      {
        subject: path,
        at: toIso(probes.atMs),
        text: `Probing of ${path} for SQL injection set in at ${minuteOf(toIso(probes.atMs))}`,
        for: [
          ...argument(
            'strong',
            lagMs <= USUAL_LAG_MS,
            `${grouped(probes.matches)} matches of rules against SQL injection, most on ${path}, and the effect set in together`,
            both,
          ),
          ...argument(
            'strong',
            probes.letThrough > 0,
            `${grouped(probes.letThrough)} of the matches were let through to the service`,
            probes.evidence,
          ),
          ...argument('decisive', ended, 'the effect ended after the firewall began to block', [
            ...both,
            ...(blocked?.evidence ?? []),
          ]),
        ],
        against: argument(
          'strong',
          probes.letThrough === 0,
          'the firewall let none of the matches through',
          probes.evidence,
        ),
        missing: ['access logs of the service, and the statements of its data base'],
        marks: {
          startedMs: probes.atMs,
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
  },
  alone: ({ probes }, groups) =>
    probes === null || groups.length > 0
      ? []
      : [
          {
            subject: probes.path ?? 'an unnamed path',
            at: toIso(probes.atMs),
            text: `Probing for SQL injection set in at ${minuteOf(toIso(probes.atMs))}`,
            for: argument(
              'strong',
              true,
              `${grouped(probes.matches)} matches of rules against SQL injection`,
              probes.evidence,
            ),
            against: [],
            missing: ['an indicator of the service that changed with it'],
            marks: {},
          },
        ],
};
