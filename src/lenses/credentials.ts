import { toIso } from '../domain/time.ts';
import type { EffectGroup } from '../indicators/groups.ts';
import { effectName, seriesName } from '../indicators/groups.ts';
import { grouped, minuteOf } from '../timeline/words.ts';
import { argument, type Facts, type Lens, together } from './lens.ts';

const SIGN_IN = /auth|log-?in|sign-?in|password/i;
const EVERYBODY = 0.9;
const MANY = 10;

const duringOf =
  ({ fromMs, toMs, certaintyMs }: EffectGroup) =>
  (atMs: number): boolean =>
    atMs >= fromMs - certaintyMs && atMs <= (toMs ?? Number.POSITIVE_INFINITY) + certaintyMs;

/** Many attempts to sign in with what was taken elsewhere. */
export const credentialStuffing: Lens = {
  kind: 'credential-stuffing',
  candidates(group, facts) {
    const during = duringOf(group);
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
    const limited = facts.rateLimited.filter((rule) => during(rule.fromMs) && rule.count >= MANY);
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
          ...limited.flatMap(({ rule, path, count, evidence }) =>
            argument(
              'strong',
              true,
              `${rule} refused ${grouped(count)} requests to ${path ?? 'the service'} for their rate`,
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

const everybodyRefused = ({ episodes }: EffectGroup) =>
  episodes.filter(
    ({ role, indicator, worst }) =>
      role === 'error-ratio' &&
      /unauth|401|forbidden|403|denied|refused|auth/i.test(indicator) &&
      worst >= EVERYBODY,
  );

/** A key that was taken out while what it signed or opened was still in use. */
export const rotation: Lens = {
  kind: 'rotation',
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

/** A certificate or key whose validity ran out. */
export const credentialExpiry: Lens = {
  kind: 'credential-expiry',
  candidates(group, facts) {
    return facts.indicators
      .filter(({ role }) => role === 'validity')
      .flatMap((indicator) => {
        const out = indicator.points.find(({ atMs, value }) => value <= 0 && atMs >= facts.window.fromMs);
        if (out === undefined || !together(out.atMs, group.fromMs, group)) return [];
        const renewed = indicator.points.find(({ atMs, value }) => atMs > out.atMs && value > 0);
        const import_ = renewedBy(facts, out.atMs, renewed?.atMs);
        const name = seriesName(indicator.name, indicator.labels);
        const evidence = [...indicator.evidence, ...group.evidence];
        const again =
          renewed !== undefined && group.toMs !== null && Math.abs(renewed.atMs - group.toMs) <= 15 * 60_000;
        const subject = Object.values(indicator.labels).find((value) => value.includes('.')) ?? name;
        return [
          {
            subject: `certificate or key of ${subject}`,
            at: toIso(out.atMs),
            text: `A certificate or key expired at ${minuteOf(toIso(out.atMs))}, that of ${subject} (${name} reached ${out.value})`,
            for: [
              ...argument('strong', true, `${name} reached 0 when the effect began`, evidence),
              ...argument(
                'strong',
                sharesLabel(indicator.labels, group),
                `${subject} is what was affected`,
                evidence,
              ),
              ...argument('decisive', again, 'the effect ended when it was renewed', evidence),
            ],
            against: [],
            missing: ['the certificate or key itself'],
            marks: import_ === undefined ? {} : { mitigated: import_ },
          },
        ];
      });
  },
};

const sharesLabel = (labels: Readonly<Record<string, string>>, { episodes }: EffectGroup): boolean =>
  episodes.some((effect) =>
    Object.entries(labels).some(([label, value]) => label !== '__name__' && effect.labels[label] === value),
  );

function renewedBy({ changes }: Facts, outMs: number, renewedMs: number | undefined) {
  const change = changes.find(({ kind, at }) => {
    const atMs = Date.parse(at);
    return kind === 'credential' && atMs >= outMs && atMs <= (renewedMs ?? Number.POSITIVE_INFINITY);
  });
  return (
    change && {
      atMs: Date.parse(change.at),
      why: `${change.what} (${change.subject})`,
      evidence: change.evidence,
    }
  );
}
