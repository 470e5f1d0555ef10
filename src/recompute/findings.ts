import { analysisBuilder } from '../analysis/builder.ts';
import { type Policy, sliThresholds } from '../analysis/policy.ts';
import { understandingBuilder } from '../analysis/understanding.ts';
import { canonicalJson } from '../domain/canonical.ts';
import type { Analysis, CaseItem } from '../domain/case-file.ts';
import type { Gap } from '../domain/gap.ts';
import type { Incident, Note } from '../domain/incident.ts';
import type { Redacted } from '../domain/redacted.ts';
import { isBaseline, supersededItems } from '../domain/supersession.ts';
import { windowOf } from '../domain/time.ts';
import type { Timeline } from '../domain/timeline.ts';
import { formatOf } from '../formats/registry.ts';
import { timelineBuilder } from '../timeline/builder.ts';
import { deduplicator } from '../timeline/deduplicator.ts';
import { outsideFinder } from '../timeline/outside.ts';

const IMPORT = 'import';

/** What is computed from an incident's stored evidence and nothing else. */
export interface Findings {
  readonly timeline: Timeline;
  readonly analysis: Analysis;
}

/** All that findings depend on, besides the pages of the items. */
export interface Basis {
  readonly incident: Incident;
  /** Standing items, in order of id. */
  readonly items: readonly CaseItem[];
  /** Latest version of each note that stands. */
  readonly notes: readonly Note[];
  /** Recorded at collection, and not lifted since. */
  readonly gaps: readonly Gap[];
  readonly policy: Policy;
  /** Gates are judged from here on alone: after a change. */
  readonly judgedFromMs?: number;
}

/** Reads every page once, in order. The product and whoever checks a pack derive by this function alone. */
export async function deriveFindings(
  { incident, items, notes, gaps, policy, judgedFromMs }: Basis,
  pageOf: (sha256: string) => Promise<Redacted<Uint8Array>>,
): Promise<Findings> {
  const isNew = deduplicator();
  const timeline = timelineBuilder(incident, notes, sliThresholds(policy));
  const analysis = analysisBuilder(incident, policy, judgedFromMs);
  const understandings = understandingBuilder(incident, policy);
  const outside = outsideFinder(windowOf(incident.window));
  for (const { item } of items) {
    const observer = formatOf(item.format).observer(item);
    const take = (outcomes: ReturnType<typeof observer.end>): void => {
      for (const outcome of outcomes) {
        if (outcome.outcome !== 'observed') continue;
        if (item.source === IMPORT) outside.add(item, outcome.observations);
        for (const observation of outcome.observations) {
          const sourced = {
            evidence: item.id,
            observation,
            ...(isBaseline(item) && { isBaseline: true as const }),
          };
          if (!isNew(sourced)) continue;
          timeline.add(sourced);
          analysis.add(sourced);
          understandings.add(sourced);
        }
      }
    };
    for (const page of item.pages) take(observer.page(await pageOf(page.sha256)));
    take(observer.end());
  }
  const understanding = understandings.finish(items.map(({ item }) => item));
  const built = timeline.finish(understanding);
  const superseded = supersededItems(items.map(({ item }) => item));
  const current = items.filter(({ item }) => !superseded.has(item.id));
  const analysed = analysis.finish({ timeline: built, items: current, gaps, understanding });
  return plain({
    timeline: built,
    analysis: { ...analysed, gaps: [...analysed.gaps, ...outside.gaps(incident)] },
  });
}

/** As they come back from a store, so that the first computation and a kept one cannot differ. */
const plain = (findings: Findings): Findings => JSON.parse(canonicalJson(findings)) as Findings;
