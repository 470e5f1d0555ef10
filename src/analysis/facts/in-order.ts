import { compareInstants } from '../../domain/time.ts';
import { compareIds } from '../../timeline/evidence-ids.ts';

/** By time, then evidence, then content: the same facts stand in the same order, however they came. */
export const inOrder = <Fact extends { readonly at: string; readonly evidence: string }>(
  facts: readonly Fact[],
): readonly Fact[] =>
  facts.toSorted(
    (a, b) =>
      compareInstants(a.at, b.at) ||
      compareIds(a.evidence, b.evidence) ||
      compareTexts(JSON.stringify(a), JSON.stringify(b)),
  );

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
