import type { Kind, SourcedObservation } from '../domain/observation.ts';
import type { FacetName, Listing } from '../domain/vocabulary/entry.ts';
import { entryOf } from '../domain/vocabulary/index.ts';
import { isBot } from './attributes.ts';
import { clustersOf } from './clusters.ts';
import type { EntryDraft } from './entry.ts';
import { facetNamesOf, facetOf } from './facets.ts';
import { identityOf } from './identity.ts';
import { recordTable } from './record-table.ts';
import { singleTitle } from './titles.ts';

const SINGLES_MAX: Readonly<Record<Listing, number>> = { clusters: 0, few: 3, each: 100, none: 0 };

/** The records of one kind, on their way to entries. */
export interface KindRecords {
  add(sourced: SourcedObservation): void;
  /** Entries that together count every record once; clusters are cut at `boundariesMs`. */
  drafts(boundariesMs: readonly number[]): readonly EntryDraft[];
}

export function kindRecords(kind: Kind): KindRecords {
  const facets = facetNamesOf(kind);
  const table = recordTable<FacetName>(facets);
  const singlesMax = SINGLES_MAX[entryOf(kind).listing];
  let singles: SourcedObservation[] = [];
  return {
    add(sourced) {
      const { evidence, observation } = sourced;
      table.add({
        at: observation.at,
        evidence,
        flag: isBot(observation),
        facets: Object.fromEntries(facets.map((name) => [name, facetOf(observation, name)])) as Record<
          FacetName,
          readonly string[]
        >,
      });
      if (table.length <= singlesMax) singles.push(sourced);
      else if (singles.length > 0) singles = [];
    },
    drafts: (boundariesMs) =>
      table.length <= singlesMax ? singles.map(singleDraft) : clustersOf(kind, table, facets, boundariesMs),
  };
}

const singleDraft = ({ evidence, observation }: SourcedObservation): EntryDraft => ({
  kind: observation.kind,
  at: observation.at,
  until: observation.until ?? observation.at,
  title: singleTitle(observation),
  count: 1,
  evidence: [evidence],
  attributes: observation.attributes,
  subject: identityOf(observation).key,
});
