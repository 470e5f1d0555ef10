import type { Coverage } from '../domain/coverage.ts';
import { tellCoverage } from '../domain/coverage.ts';
import type { Gap } from '../domain/gap.ts';
import { toIso, type Window, type WindowJson } from '../domain/time.ts';
import type { Delivery } from '../sources/source.ts';
import type { Observed } from './observed.ts';

const EXAMPLES_MAX = 3;

/** What records that could not be read leave open; none when all could be. */
export function rejectedGaps(
  source: string,
  what: string,
  window: WindowJson,
  observed: Pick<Observed, 'records' | 'rejected' | 'rejects'>,
): Gap[] {
  if (observed.rejected === 0) return [];
  const examples = observed.rejects
    .slice(0, EXAMPLES_MAX)
    .map(({ record, why }) => `record ${record}: ${why}`)
    .join('; ');
  return [
    {
      source,
      window,
      why: `${observed.rejected} of ${observed.records} records of ${what} could not be read (${examples})`,
      mend: 'look at these records in the stored page; a source that writes them so is worth a bug report',
    },
  ];
}

const NAMES_TOLD = 5;

/** The most frequent names with their counts, and how many more there are. */
function told(names: Readonly<Record<string, number>>): string {
  const ranked = Object.entries(names).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const more = ranked.length - NAMES_TOLD;
  const first = ranked.slice(0, NAMES_TOLD).map(([name, count]) => `${name} (${count})`);
  return more > 0 ? `${first.join(', ')} and ${more} more names` : first.join(', ');
}

/** What records that could be read and gave no fact leave open, those that are known to say nothing left out. */
export function unsaidGaps(
  source: string,
  what: string,
  window: WindowJson,
  {
    records,
    notCovered,
    notUnderstood,
    names,
  }: Pick<Observed, 'records' | 'notCovered' | 'notUnderstood' | 'names'>,
): Gap[] {
  return [
    ...(notCovered === 0
      ? []
      : [
          {
            source,
            window,
            why: `${notCovered} of ${records} records of ${what} are of events that no kind of fact stands for: ${told(names.notCovered)}`,
            mend: 'look at these records in the stored page, and note what they say',
          },
        ]),
    ...(notUnderstood === 0
      ? []
      : [
          {
            source,
            window,
            why: `${notUnderstood} of ${records} records of ${what} were not understood: ${told(names.notUnderstood)}`,
            mend: 'let the source write in English (lc_messages = C), or look at these records in the stored page',
          },
        ]),
  ];
}

/** What the records say is missing among them. */
export const lackingGaps = (
  source: string,
  what: string,
  window: WindowJson,
  { lacks }: Pick<Observed, 'lacks'>,
): Gap[] =>
  lacks.map((lack) => ({
    source,
    window,
    why: `${what}: ${lack}`,
    mend: 'look after what it names, then export it again',
  }));

/** Times that nothing places on the globe; none when each names its zone or settles it. */
export function zoneGaps(source: string, what: string, window: WindowJson, observed: Observed): Gap[] {
  if (observed.zonesAssumed === 0) return [];
  return [
    {
      source,
      window,
      why: `${observed.zonesAssumed} times of ${what} have no zone and were taken for UTC`,
      mend: 'withdraw the item and import the file again with --zone, such as --zone Europe/Berlin',
    },
  ];
}

/** What the source did not give of what was asked. */
export function coverageGaps(source: string, what: string, window: WindowJson, coverage: Coverage): Gap[] {
  const mend = mendOf(coverage);
  return mend === null ? [] : [{ source, window, why: `${what}: ${tellCoverage(coverage)}`, mend }];
}

function mendOf(coverage: Coverage): string | null {
  switch (coverage.state) {
    case 'complete':
    // Examples are what was asked for; totals come from elsewhere.
    case 'sampled':
    case 'unknown':
      return null;
    case 'truncated':
      return 'collect a shorter window, so that less falls into one answer';
    case 'narrowed':
      return 'collect sooner after the incident, or take the rest from where the source keeps its logs';
    case 'denied':
      return `grant ${coverage.permission} and collect again`;
    case 'failed':
      return 'collect again when the source answers';
  }
}

/** When all that happened in a window is in, as far as the source says; null when nothing comes late. */
export const settledMs = ({ delivery }: Delivering, { toMs }: Window): number | null =>
  delivery.deliveryDelayMs === null ? null : toMs + delivery.deliveryDelayMs;

interface Delivering {
  readonly type: string;
  readonly delivery: Delivery;
}

/** What may still come in of a window whose source was asked at this time; none when all was in. */
export function lateGaps(source: string, open: Delivering, window: Window, askedMs: number): readonly Gap[] {
  const settled = settledMs(open, window);
  const { deliveryDelayMs, page } = open.delivery;
  if (settled === null || deliveryDelayMs === null || settled <= askedMs) return [];
  const fromMs = Math.max(window.fromMs, Math.min(askedMs - deliveryDelayMs, window.toMs));
  return [
    {
      source,
      window: { from: toIso(fromMs), to: toIso(window.toMs) },
      why: [
        `asked at ${toIso(askedMs)}, when not all of the window was in`,
        ...(window.toMs > askedMs ? [`it ends at ${toIso(window.toMs)}`] : []),
        ...(deliveryDelayMs === 0
          ? []
          : [
              `${open.type} delivers within ${deliveryDelayMs / 60_000} minutes, without a promise (${page})`,
            ]),
      ].join('; '),
      mend: `collect again after ${toIso(settled)}; rca serve does so by itself`,
    },
  ];
}
