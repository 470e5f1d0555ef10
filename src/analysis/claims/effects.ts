import { canonicalJson } from '../../domain/canonical.ts';
import type { Claim } from '../../domain/claim.ts';
import type { Episode } from '../../domain/understanding.ts';
import { effectName } from '../../indicators/groups.ts';
import { isHarm, serviceOf } from '../../indicators/indicator.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { stepOf } from '../../timeline/runs.ts';
import { pointsWithin, tellValue } from '../../timeline/series.ts';
import { cleaned, grouped, minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
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

const level = (value: number, { indicator, role }: Episode): string =>
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

const REFUSED = /unauth|forbidden|40[13]|denied|refused/i;

/** Requests that failed or were refused during the episodes: their share times all requests, sample by sample. */
export function failedRequests(context: Context): readonly Claim[] {
  const shares = context.understanding.episodes.filter(
    ({ crossing, role }) => crossing === 'baseline' && (role === 'error-ratio' || role === 'good-ratio'),
  );
  const refused = shares.filter(({ indicator }) => REFUSED.test(indicator));
  const errors = shares.filter(({ role, indicator }) => role === 'error-ratio' && !REFUSED.test(indicator));
  const failed = errors.length > 0 ? errors : shares.filter(({ role }) => role === 'good-ratio');
  return [
    ...counted('impact.failed-requests', 'failed', failed, context),
    ...counted('impact.refused-requests', 'were refused', refused, context),
  ];
}

const TRAFFIC = /^(?:http_)?requests?(?:_|$)|traffic|throughput|rps|qps/i;

function counted(
  name: string,
  verb: string,
  shares: readonly Episode[],
  { series }: Context,
): readonly Claim[] {
  let sum = 0;
  const evidence = new Set<string>();
  for (const { indicator, labels, role, from, to } of shares) {
    const own = series.find((one) => one.name === indicator && isSame(one.labels, labels));
    const requests = series.find(
      (one) => TRAFFIC.test(one.name) && serviceOf(one.labels) === serviceOf(labels),
    );
    if (own === undefined || requests === undefined) continue;
    const toMs = to === null ? Number.POSITIVE_INFINITY : Date.parse(to) + 1;
    const rates = new Map(requests.points.map(({ atMs, value }) => [atMs, value]));
    const stepSeconds = stepOf(own.points) / 1000;
    for (const { atMs, value } of pointsWithin(own.points, Date.parse(from), toMs)) {
      const share = role === 'good-ratio' ? 1 - value : value;
      sum += share * (rates.get(atMs) ?? 0) * stepSeconds;
    }
    for (const id of [...own.evidence, ...requests.evidence]) evidence.add(id);
  }
  if (sum < 1) return [];
  return claim(
    name,
    'inferred',
    `About ${grouped(sum)} requests ${verb}, by their share and the rate of requests at each sample.`,
    sortedIds(evidence),
  );
}

const isSame = (a: Episode['labels'], b: Episode['labels']): boolean => canonicalJson(a) === canonicalJson(b);
