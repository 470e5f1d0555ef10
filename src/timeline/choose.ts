import { userError } from '../domain/errors.ts';
import type { EvidenceItem } from '../domain/evidence-item.ts';
import type { Timeline, TimelineChoice } from '../domain/timeline.ts';

/**
 * The entries that fit everything that is chosen; phases stay as they are. Throws `TIMELINE_SOURCE_UNKNOWN` when no
 * evidence is of the source.
 */
export function choose(
  timeline: Timeline,
  { phase, kind, source }: TimelineChoice,
  items: readonly Pick<EvidenceItem, 'id' | 'source'>[],
): Timeline {
  const ofSource = source === undefined ? null : idsOf(source, items);
  return {
    ...timeline,
    entries: timeline.entries.filter(
      (entry) =>
        (phase === undefined || entry.phase === phase) &&
        (kind === undefined || entry.kind === kind) &&
        (ofSource === null || entry.evidence.some((id) => ofSource.has(id))),
    ),
  };
}

function idsOf(source: string, items: readonly Pick<EvidenceItem, 'id' | 'source'>[]): ReadonlySet<string> {
  const ids = items.filter((item) => item.source === source).map(({ id }) => id);
  if (ids.length > 0) return new Set(ids);
  const sources = [...new Set(items.map((item) => item.source))].sort();
  throw userError({
    code: 'TIMELINE_SOURCE_UNKNOWN',
    message: `no evidence of this incident is from "${source}"`,
    mend:
      sources.length === 0
        ? 'collect or import evidence first'
        : `name one of ${sources.join(', ')}, or leave it out`,
  });
}
