import type { Asking, SourceAccount } from '../domain/completeness.ts';
import type { StoredItem } from '../evidence/store.ts';
import type { Context } from './context.ts';
import { settingsOf } from './probes/sources.ts';

const IMPORT = 'import';

/** Every source that was asked, is configured, or gave evidence, with each time that it was asked. */
export async function sourceAccounts(
  context: Pick<Context, 'store' | 'sources' | 'probes'>,
  incident: string,
  items: readonly StoredItem[],
): Promise<readonly SourceAccount[]> {
  const askings = new Map<string, Asking[]>();
  for (const { id, window, requestedAt, requestedBy } of await context.store.collections(incident)) {
    for (const { source, state, error } of await context.store.sourceRuns(id)) {
      const asking = { collection: id, at: requestedAt, by: requestedBy, window, state, error };
      askings.set(source, [...(askings.get(source) ?? []), asking]);
    }
  }
  const types = new Map(items.map(({ item }) => [item.source, item.sourceType]));
  const known = new Set([...context.sources.keys(), ...askings.keys(), ...types.keys()]);
  return [...known].toSorted(importLast).map((source) => ({
    source,
    type: types.get(source) ?? context.sources.get(source)?.open.type ?? null,
    configured: context.sources.has(source) || settingsOf(context.probes, source) !== null,
    askings: askings.get(source) ?? [],
  }));
}

const importLast = (a: string, b: string): number =>
  Number(a === IMPORT) - Number(b === IMPORT) || (a < b ? -1 : 1);
