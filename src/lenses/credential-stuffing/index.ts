import { toIso } from '../../domain/time.ts';
import { effectName } from '../../indicators/groups.ts';
import { grouped, minuteOf } from '../../timeline/words.ts';
import { argument, type Lens } from '../lens.ts';
import { mostOf } from '../most.ts';
import { everybodyRefused } from '../refused.ts';
import { isDuring } from '../spans.ts';

const SIGN_IN = /auth|log-?in|sign-?in|password/i;
const MANY = 10;

/** Many attempts to sign in with what was taken elsewhere. */
export const credentialStuffing: Lens = {
  kind: 'credential-stuffing',
  wouldTell: 'records of sign-ins, or a series of their failures',
  isCovered: ({ signIns }) => signIns.failed.length > 0,
  candidates(group, facts) {
    const during = isDuring(group);
    const rising = group.episodes.filter(
      ({ indicator, role }) => role === 'failures' && SIGN_IN.test(indicator),
    );
    const failed = facts.signIns.failed.filter(({ atMs }) => during(atMs));
    if (rising.length === 0 && failed.length < MANY) return [];
    const addresses = [...new Set(failed.flatMap(({ from }) => from ?? []))].sort();
    const users = new Set(failed.flatMap(({ user }) => user ?? []));
    const entered = facts.signIns.succeeded.filter(
      ({ atMs, from }) => during(atMs) && from !== null && addresses.includes(from),
    );
    const limited = facts.blockingRules
      .filter(({ isOfRate }) => isOfRate)
      .map(({ rule, blocks, evidence }) => ({
        rule,
        evidence,
        blocks,
        path: mostOf(blocks.map(({ path }) => path)),
      }))
      .filter(({ blocks }) => blocks.length >= MANY && during(blocks[0]?.atMs ?? Number.NaN));
    const all = everybodyRefused(group);
    const subject =
      limited[0]?.path ?? (addresses.length > 0 ? `sign-in, from ${addresses.join(', ')}` : 'sign-in');
    return [
      {
        subject,
        at: toIso(group.fromMs),
        text: `Attempts to sign in rose at ${minuteOf(toIso(group.fromMs))}, as in credential stuffing`,
        for: [
          ...argument(
            'strong',
            rising.length > 0,
            `${[...new Set(rising.map(effectName))].join(' and ')} rose from that time on`,
            rising.flatMap(({ evidence }) => evidence),
          ),
          ...argument(
            'strong',
            failed.length >= MANY && addresses.length < failed.length / 2,
            `${grouped(failed.length)} failed sign-ins, with ${grouped(users.size)} names, from ${addresses.slice(0, 5).join(', ')}`,
            facts.signIns.evidence,
          ),
          ...argument(
            'strong',
            entered.length > 0,
            `${entered.map(({ user }) => user ?? 'somebody').join(' and ')} signed in from an address that failed before`,
            facts.signIns.evidence,
          ),
          ...limited.flatMap(({ rule, path, blocks, evidence }) =>
            argument(
              'strong',
              true,
              `${rule} refused ${grouped(blocks.length)} requests to ${path ?? 'the service'} for their rate`,
              evidence,
            ),
          ),
        ],
        against: argument(
          'decisive',
          all.length > 0,
          'everybody was refused, not those who guessed',
          all.flatMap(({ evidence }) => evidence),
        ),
        missing: failed.length === 0 ? ['records of sign-ins with name and address'] : [],
        marks: {},
      },
    ];
  },
};
