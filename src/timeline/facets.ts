import type { Kind, Observation } from '../domain/observation.ts';
import type { FacetName } from '../domain/vocabulary/entry.ts';
import { entryOf } from '../domain/vocabulary/index.ts';
import { listOf, textOf } from './attributes.ts';
import { cleaned } from './words.ts';

/** Names of the facets that records of a kind have, in the order in which a reader cares. */
export const facetNamesOf = (kind: Kind): readonly FacetName[] =>
  Object.keys(entryOf(kind).facets) as FacetName[];

/** The values of one facet of one record, bounded and cleaned; none when the source gives none. */
export function facetOf(observation: Observation, name: FacetName): readonly string[] {
  for (const attribute of entryOf(observation.kind).facets[name] ?? []) {
    const text = textOf(observation, attribute);
    const values = text === undefined ? listOf(observation, attribute) : [text];
    if (values.length > 0) return values.map((value) => cleaned(value));
  }
  return [];
}
