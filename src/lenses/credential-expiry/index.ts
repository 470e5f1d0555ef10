import { toIso } from '../../domain/time.ts';
import { type EffectGroup, seriesName } from '../../indicators/groups.ts';
import { minuteOf } from '../../timeline/words.ts';
import { argument, type Facts, hasRole, type Lens } from '../lens.ts';
import { together } from '../spans.ts';

/** A certificate or key whose validity ran out. */
export const credentialExpiry: Lens = {
  kind: 'credential-expiry',
  wouldTell: 'a series of the validity that is left',
  isCovered: (facts) => hasRole(facts, 'validity'),
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
