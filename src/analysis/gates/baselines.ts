import { toIso } from '../../domain/time.ts';
import { minuteOf } from '../../timeline/words.ts';
import { MINUTE_MS } from '../facts/minutes.ts';
import { floorsOver, highest, meansOver } from '../facts/rolling.ts';
import { habitOf, type SliName } from '../facts/sli.ts';
import { figureOf, type Gate, insufficient, judgeSli } from './gate.ts';

export const authFailures: Gate = {
  id: 'auth-failures',
  judge: (context) =>
    judgeSli(context, 'auth_failures', (sli) => {
      const { timesBaselineBelow, forMinutes } = context.policy.gates['auth-failures'];
      const judged = sli.series
        .flatMap(({ points, baseline }) => {
          const held = highest(floorsOver(points, forMinutes * MINUTE_MS));
          if (!held || !baseline || baseline.mean <= 0) return [];
          return [{ held, baseline, ratio: held.value / baseline.mean }];
        })
        .sort((a, b) => b.ratio - a.ratio)[0];
      if (!judged) {
        return insufficient(
          'Authentication failures have no level from before the incident to be compared with.',
          sli.evidence,
        );
      }
      const ratio = figureOf(judged.ratio);
      return {
        verdict: ratio >= timesBaselineBelow ? 'not-satisfied' : 'satisfied',
        figure: ratio,
        threshold: timesBaselineBelow,
        unit: '× baseline',
        evidence: sli.evidence,
        why: `The highest rate of authentication failures that was held for ${forMinutes} minutes, up to ${minuteOf(toIso(judged.held.atMs))}, was ${ratio.toFixed(1)} times the baseline of ${judged.baseline.mean.toPrecision(3)} a second, the mean of ${judged.baseline.told}; the trigger is ${timesBaselineBelow} times. Rates of a counter are estimates.`,
      };
    }),
};

function anomaly(id: 'jwt-replay' | 'cors-denied', name: SliName, what: string): Gate {
  return {
    id,
    judge: (context) =>
      judgeSli(context, name, (sli) => {
        const { deviationsAtMost, forMinutes } = context.policy.gates[id];
        const spanMs = forMinutes * MINUTE_MS;
        const judged = sli.series
          .flatMap(({ points, baseline }) => {
            const peak = highest(meansOver(points, spanMs));
            const habit = baseline && habitOf(baseline, spanMs);
            if (!peak || !habit) return [];
            const limit = habit.mean + deviationsAtMost * habit.deviation;
            return [{ peak, limit, excess: peak.value - limit, told: baseline.told }];
          })
          .sort((a, b) => b.excess - a.excess)[0];
        if (!judged) {
          return insufficient(`There is no past of ${what} to compare with.`, sli.evidence);
        }
        const figure = figureOf(judged.peak.value);
        const threshold = figureOf(judged.limit);
        return {
          verdict: figure > threshold ? 'not-satisfied' : 'satisfied',
          figure,
          threshold,
          unit: `mean over ${forMinutes} min`,
          evidence: sli.evidence,
          why: `${what.charAt(0).toUpperCase()}${what.slice(1)} had its highest mean over ${forMinutes} minutes, ${judged.peak.value.toPrecision(3)}, up to ${minuteOf(toIso(judged.peak.atMs))}; ${deviationsAtMost} standard deviations over the mean of ${judged.told} is ${judged.limit.toPrecision(3)}.`,
        };
      }),
  };
}

export const jwtReplay = anomaly('jwt-replay', 'jwt_replay', 'the number of replayed tokens prevented');
export const corsDenied = anomaly('cors-denied', 'cors_denied', 'the number of origins denied by CORS');
