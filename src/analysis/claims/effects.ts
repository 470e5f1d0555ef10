import type { Claim } from '../../domain/claim.ts';
import type { Episode } from '../../domain/understanding.ts';
import { effectName } from '../../indicators/groups.ts';
import { isHarm } from '../../indicators/indicator.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { tellValue } from '../../timeline/series.ts';
import { cleaned, grouped, minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
import { estimatesOf } from '../impact/index.ts';
import type { Estimate } from '../impact/requests.ts';
import { claim, listed, slug } from './claim.ts';

const SHOWN = 6;

/** Why it happened as far as evidence carries an explanation. */
export function explanation({ understanding: { hypotheses, episodes } }: Context): readonly Claim[] {
  const leading = hypotheses.filter(({ verdict }) => verdict === 'leading');
  // The summary tells of the probing itself with its own figures.
  if (leading.length > 0 && leading.every(({ kind }) => kind === 'injection')) return [];
  if (leading.length > 0) {
    return claim(
      'summary.explanation',
      'inferred',
      `${listed(leading.map(({ text }) => text))}.`,
      sortedIds(leading.flatMap((one) => one.for.flatMap(({ evidence }) => evidence))),
    );
  }
  const effects = episodes.filter(({ role, crossing }) => isHarm(role) && crossing === 'baseline');
  return claim(
    'summary.explanation',
    'inferred',
    'What set it off is not determined.',
    sortedIds(effects.flatMap(({ evidence }) => evidence)),
  );
}

/** A value of an indicator as a person reads it. */
export const level = (value: number, { indicator, role }: Episode): string =>
  role === 'good-ratio' || role === 'error-ratio' ? tellRatio(value) : tellValue(indicator, value);

const RATIO = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const tellRatio = (value: number): string =>
  value <= 1 ? `${RATIO.format(value * 100)} %` : RATIO.format(value);

/** Each time that an indicator was out of its usual band, whatever it is called. */
export const effects = ({ understanding: { episodes } }: Context): readonly Claim[] =>
  episodes
    .filter(({ crossing }) => crossing === 'baseline')
    .sort((a, b) => Number(isHarm(b.role)) - Number(isHarm(a.role)))
    .slice(0, SHOWN)
    .flatMap((episode, index) =>
      claim(
        `impact.episode.${slug(effectName(episode))}.${index + 1}`,
        'observed',
        `${cleaned(effectName(episode), 100)} was out of its usual band from ${minuteOf(episode.from)} ${
          episode.to === null
            ? 'on, and still is at the end of what was collected'
            : `to ${minuteOf(episode.to)}`
        }; ${level(episode.worst, episode)} at its worst, usually ${level(episode.baseline, episode)}.`,
        episode.evidence,
      ),
    );

/** Requests that failed or were refused during the episodes: the figures of the impact, in a sentence each. */
export function failedRequests(context: Context): readonly Claim[] {
  const { failed, refused } = estimatesOf(context);
  return [
    ...told('impact.failed-requests', 'failed', failed),
    ...told('impact.refused-requests', 'were refused', refused),
  ];
}

function told(name: string, verb: string, estimate: Estimate | null): readonly Claim[] {
  if (estimate === null || estimate.count < 1) return [];
  const { count, low, high, lacks, evidence } = estimate;
  const number = lacks.length > 0 ? `At least about ${grouped(count)}` : `About ${grouped(count)}`;
  const bounds = lacks.length > 0 ? listed(lacks) : `between ${grouped(low)} and ${grouped(high)}`;
  return claim(
    name,
    'inferred',
    `${number} requests ${verb} (${bounds}), by their share and the rate of requests at each sample.`,
    evidence,
  );
}
