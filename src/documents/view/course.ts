import type { CaseFile } from '../../domain/case-file.ts';
import type { TimelineEntry } from '../../domain/timeline.ts';

/** What a reader takes in; the rest stands behind, in the appendix. */
export const COURSE_ROWS_MAX = 30;

/** Kinds by how much they tell of the course, the first that fits; what people wrote comes before all. */
const RANKS: readonly (readonly [rank: number, kind: RegExp])[] = [
  [0, /^note$/],
  [1, /^(?:alert|deploy|config|flag|scale|role|logging|access|change|schedule|build)\./],
  [2, /^(?:credential|network|host|resource|command)\.(?!present|observed)/],
  [3, /^(?:waf|auth|db\.role|db\.error|probe)/],
  [5, /^(?:sli|credential\.present|config\.observed)/],
];
const OTHER_RANK = 4;
const EPISODE_RANK = 1;
/** What was looked at afterwards tells how things are, not how they went. */
const LATER = 10;

function rankOf({ kind, attributes, at }: TimelineEntry, toMs: number): number {
  const kindRank = RANKS.find(([, pattern]) => pattern.test(kind))?.[0] ?? OTHER_RANK;
  const rank = attributes['sli.crossing'] === undefined ? kindRank : EPISODE_RANK;
  return rank + (Date.parse(at) > toMs ? LATER : 0);
}

/** The entries that tell the course, in order of time, and how many more there are. */
export function courseOf({ timeline: { entries, phases }, incident }: CaseFile): {
  readonly entries: readonly TimelineEntry[];
  readonly more: number;
} {
  const toMs = Date.parse(incident.window.to);
  const startedMs = phases.started ? Date.parse(phases.started.at) : Number.NEGATIVE_INFINITY;
  const endedMs = Date.parse(phases.resolved?.at ?? incident.window.to);
  const isDuring = ({ at, until }: TimelineEntry): number =>
    Date.parse(until) >= startedMs && Date.parse(at) <= endedMs ? 0 : 1;
  const chosen = entries
    .map((entry, place) => ({ entry, place, rank: rankOf(entry, toMs), during: isDuring(entry) }))
    .sort(
      (a, b) => a.rank - b.rank || a.during - b.during || b.entry.count - a.entry.count || a.place - b.place,
    )
    .slice(0, COURSE_ROWS_MAX)
    .sort((a, b) => a.place - b.place)
    .map(({ entry }) => entry);
  return { entries: chosen, more: entries.length - chosen.length };
}
