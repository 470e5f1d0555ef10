import { canonicalJson, sha256Hex } from './canonical.ts';
import type { EvidenceItem } from './evidence-item.ts';
import type { Gap } from './gap.ts';
import type { LedgerEntry } from './ledger.ts';
import { type WindowJson, windowJsonSchema } from './time.ts';

/** Members of a query that name what is asked, not when, where or in which words: a corrected question is the same one. */
const SUBJECT = ['operation', 'name', 'attribute', 'value', 'rule', 'ruleMetricName', 'channel'] as const;

/**
 * Items that are not whole and that a later whole item of the same question covers, with that item's id. What they hold
 * stays evidence; that they were cut short says nothing any more.
 */
export function supersededItems(items: readonly EvidenceItem[]): ReadonlyMap<string, string> {
  const whole = items.filter(({ coverage }) => coverage.state === 'complete');
  const bySubject = Map.groupBy(whole, subjectOf);
  const superseded = new Map<string, string>();
  for (const item of items) {
    if (!MISSING.has(item.coverage.state)) continue;
    const later = bySubject
      .get(subjectOf(item))
      ?.find((other) => other.retrievedAt > item.retrievedAt && covers(other.asked, item.asked));
    if (later) superseded.set(item.id, later.id);
  }
  return superseded;
}

const MISSING: ReadonlySet<string> = new Set(['truncated', 'narrowed', 'denied', 'failed']);

/** Whether an item was asked about a time before the window, to show what is usual. */
export function isBaseline({ query, asked }: Pick<EvidenceItem, 'query' | 'asked'>): boolean {
  const end = query['end'];
  return typeof end === 'string' && Date.parse(end) <= Date.parse(asked.from);
}

function subjectOf(item: EvidenceItem): string {
  const { source, format, query } = item;
  return canonicalJson([source, format, isBaseline(item), ...SUBJECT.map((name) => query[name] ?? null)]);
}

export const covers = (wide: WindowJson, narrow: WindowJson): boolean =>
  Date.parse(wide.from) <= Date.parse(narrow.from) && Date.parse(wide.to) >= Date.parse(narrow.to);

/** A recorded gap that a later collection closed. */
export interface LiftedGap {
  readonly gap: Gap;
  /** Until when it was missing: when the collection that closed it had read the source. */
  readonly until: string;
  readonly collection: string;
}

/**
 * Parts recorded gaps into those that stand and those that a later collection lifted: the source was read to its end
 * over a window that covers the gap's, and no gap that was recorded before was found again. Told from the ledger alone:
 * the gaps of a run stand right before the entry that says how it ended.
 */
export function partGaps(
  gaps: readonly Gap[],
  entries: readonly Pick<LedgerEntry, 'type' | 'at' | 'body'>[],
): { readonly standing: readonly Gap[]; readonly lifted: readonly LiftedGap[] } {
  const { recordedBy, runs } = runsOf(entries);
  const standing: Gap[] = [];
  const lifted: LiftedGap[] = [];
  for (const gap of gaps) {
    const recorded = recordedBy.get(sha256Hex(canonicalJson(gap)));
    const lifting =
      recorded === undefined
        ? undefined
        : runs.find(
            (run, index) =>
              index > recorded && run.lifts && run.source === gap.source && covers(run.window, gap.window),
          );
    if (lifting === undefined) standing.push(gap);
    else lifted.push({ gap, until: lifting.at, collection: lifting.collection });
  }
  return { standing, lifted };
}

interface Run {
  readonly source: string;
  readonly collection: string;
  readonly at: string;
  readonly window: WindowJson;
  readonly lifts: boolean;
}

function runsOf(entries: readonly Pick<LedgerEntry, 'type' | 'at' | 'body'>[]) {
  const windows = new Map<string, WindowJson>();
  const recordedBy = new Map<string, number>();
  const runs: Run[] = [];
  let since: { readonly sha256: string; readonly source: unknown }[] = [];
  for (const { type, at, body } of entries) {
    const { collection, source, sha256 } = body;
    if (type === 'collection.requested' && typeof collection === 'string') {
      const window = windowJsonSchema.safeParse(body['window']);
      if (window.success) windows.set(collection, window.data);
    } else if (type === 'gap.recorded' && typeof sha256 === 'string') {
      since.push({ sha256, source });
    } else if (type === 'source.finished' && typeof collection === 'string' && typeof source === 'string') {
      const window = windows.get(collection);
      const own = since.filter((gap) => gap.source === source);
      if (window !== undefined) {
        for (const gap of own) recordedBy.set(gap.sha256, runs.length);
        const lifts = body['state'] === 'done' && body['gaps'] === own.length;
        runs.push({ source, collection, at, window, lifts });
      }
      since = [];
    } else {
      // A run appends its items, then its gaps: what stands before anything else was recorded apart from it.
      since = [];
    }
  }
  return { recordedBy, runs };
}
