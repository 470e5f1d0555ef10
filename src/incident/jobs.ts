import { RcaError, tell } from '../domain/errors.ts';
import type { Collection } from '../domain/incident.ts';
import type { Handlers } from '../jobs/jobs.ts';
import { HISTORY_SOURCE } from './capture/history-source.ts';
import { collectAgain, collectSource } from './collect.ts';
import { act, type Context } from './context.ts';

/** The work behind queued collections; `signal` ends what runs beyond the grace of a process told to stop. */
export const collectionHandlers = (context: Context, signal: AbortSignal): Handlers => ({
  async 'collect.source'({ collection: id, source }) {
    const collection = await context.store.collection(id);
    try {
      await collectSource(context, collection, source, signal, () => undefined);
    } catch (error) {
      if (!(error instanceof RcaError) || error.code !== 'SOURCE_UNKNOWN') throw error;
      await finishUnread(context, collection, source, tell(error), error.mend);
    }
  },
  async 'collect.again'({ collection, source }) {
    await collectAgain(context, await context.store.collection(collection), source, signal);
  },
});

/** A source that left the configuration while its collection was queued is an absence like any other. */
const finishUnread = (
  context: Context,
  { id, window }: Collection,
  source: string,
  error: string,
  mend: string,
): Promise<unknown> =>
  context.store.finishSource(
    id,
    source,
    { items: [], gaps: [{ source, window, why: error, mend }], error },
    act(context, 'rca'),
  );

/** Queues what earlier processes left unfinished; what is queued already stays as it is. */
export async function resumeCollections(context: Context): Promise<void> {
  for (const { id: incident } of await context.store.incidents()) {
    for (const collection of await context.store.collections(incident)) {
      if (collection.finishedAt === null) await queueSources(context, collection);
    }
  }
}

export async function queueSources(context: Context, { id, sources }: Collection): Promise<void> {
  for (const source of sources) {
    if (source === HISTORY_SOURCE) continue;
    await context.jobs.enqueue('collect.source', { collection: id, source }, `${id}/${source}`);
  }
}
