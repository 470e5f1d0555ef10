import type { EvidenceItem } from '../domain/evidence-item.ts';

/** Digests of the rule sets that items were redacted with, sorted, each once. */
export const ruleSetsOf = (items: readonly Pick<EvidenceItem, 'ruleSetSha256'>[]): string[] =>
  [...new Set(items.map(({ ruleSetSha256 }) => ruleSetSha256))].toSorted();

/** Sum by key. */
export function sumBy(pairs: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = Object.create(null);
  for (const [key, count] of pairs) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}
