import { toIso } from '../../domain/time.ts';
import { minuteOf } from '../../timeline/words.ts';
import type { Candidate, Facts, Lens } from '../lens.ts';

const AT_ONCE_SHARE = 0.5;
const APART_MS = 3 * 60_000;
/** A restart of the monitoring leaves a shorter hole, and is no incident of its own. */
const BLIND_MS_MIN = 10 * 60_000;

/** Series that fall silent and return together tell of the monitoring, not of the service. */
export const monitoringGap: Lens = {
  kind: 'monitoring-gap',
  wouldTell: 'series from before and after it',
  isCovered: ({ indicators }) => indicators.length > 0,
  candidates: () => [],
  alone: (facts, groups) => (groups.length > 0 ? [] : silent(facts)),
};

function silent({ silences, indicators }: Facts): readonly Candidate[] {
  const series = indicators.filter(({ role }) => role !== 'version').length;
  const [first] = silences
    .filter(({ from, to }) => Date.parse(to) - Date.parse(from) >= BLIND_MS_MIN)
    .map((silence) => ({
      silence,
      alike: silences.filter(
        ({ from, to }) =>
          Math.abs(Date.parse(from) - Date.parse(silence.from)) <= APART_MS &&
          Math.abs(Date.parse(to) - Date.parse(silence.to)) <= APART_MS,
      ),
    }))
    .sort((a, b) => b.alike.length - a.alike.length || (a.silence.from < b.silence.from ? -1 : 1));
  if (first === undefined || first.alike.length < 2 || first.alike.length < AT_ONCE_SHARE * series) return [];
  const fromMs = Math.min(...first.alike.map(({ from }) => Date.parse(from)));
  const toMs = Math.max(...first.alike.map(({ to }) => Date.parse(to)));
  const evidence = [...new Set(first.alike.flatMap((one) => one.evidence))].sort();
  return [
    {
      subject: `monitoring, from ${toIso(fromMs)} to ${toIso(toMs)}`,
      at: toIso(fromMs),
      text: `Nothing was measured from ${minuteOf(toIso(fromMs))} to ${minuteOf(toIso(toMs))}: a gap in the monitoring`,
      for: [
        {
          text: `${first.alike.length} of ${series} series have no sample from ${toIso(fromMs)} to ${toIso(toMs)}, and no effect on the service stands in evidence beside it`,
          weight: 'decisive',
          evidence,
        },
      ],
      against: [],
      missing: ['what the monitoring itself logged in that time'],
      marks: {},
    },
  ];
}
