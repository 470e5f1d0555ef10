import type { SourcedObservation } from '../domain/observation.ts';
import { compactDigest, identityOf } from './identity.ts';

/**
 * Says of each observation whether it is new. Of records that bear an id the first one is; of those that do
 * not, as many as the item that holds the most of them has. How many are new does not depend on their order.
 * Series and totals are always new: who keeps them merges them point by point.
 */
export function deduplicator(): (sourced: SourcedObservation) => boolean {
  const seen = new Set<string>();
  const alike = new Map<string, { accepted: number; readonly perItem: Map<string, number> }>();

  return ({ evidence, observation }) => {
    if (observation.kind === 'sli.sample' || observation.kind === 'waf.total') return true;
    const identity = identityOf(observation);
    const digest = compactDigest(identity.key);
    if (!identity.anonymous) return seen.size < seen.add(digest).size;
    const group = alike.get(digest) ?? { accepted: 0, perItem: new Map<string, number>() };
    alike.set(digest, group);
    const inItem = (group.perItem.get(evidence) ?? 0) + 1;
    group.perItem.set(evidence, inItem);
    if (inItem <= group.accepted) return false;
    group.accepted = inItem;
    return true;
  };
}
