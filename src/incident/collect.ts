import { randomUUID } from 'node:crypto';
import { settledMs } from '../collect/gaps.ts';
import { runSource } from '../collect/run-source.ts';
import type { Collection, SourceRun } from '../domain/incident.ts';
import { toIso, type Window, windowJson, windowOf } from '../domain/time.ts';
import { act, type Context, idOf } from './context.ts';
import { announcer } from './probes/announce.ts';
import { sourceOf } from './source-of.ts';
import { followNow } from './window.ts';

type CollectContext = Pick<
  Context,
  'store' | 'blobs' | 'jobs' | 'sources' | 'probes' | 'redactor' | 'tool' | 'nowMs'
>;

export interface Asked {
  readonly sources?: readonly string[];
  readonly window?: Window;
}

/** Stores that a collection was asked for; the same key again returns the same one. */
export async function openCollection(
  context: CollectContext,
  incident: string,
  asked: Asked,
  actor: string,
  key: string | null,
): Promise<Collection> {
  const sources = asked.sources ?? [...context.sources.keys()];
  for (const source of sources) sourceOf(context, source);
  const id = idOf('C', incident, key ?? randomUUID());
  const window = asked.window
    ? windowJson(asked.window)
    : (await followNow(context, incident, actor, `followed:${id}`)).window;
  return context.store.startCollection(incident, { id, sources, window }, act(context, actor));
}

/**
 * Reads one source of a collection and stores what it gave, once: a source that was finished before is left
 * as it is.
 */
export async function collectSource(
  context: CollectContext,
  collection: Collection,
  source: string,
  signal: AbortSignal,
  onProgress: (run: SourceRun) => void,
): Promise<SourceRun> {
  const known = (await context.store.sourceRuns(collection.id)).find((run) => run.source === source);
  if (known && (known.state === 'done' || known.state === 'failed')) return known;
  const { open } = sourceOf(context, source);
  const startedMs = context.nowMs();
  const startedAt = toIso(startedMs);
  const running = (pages: number, records: number): SourceRun => ({
    source,
    state: 'running',
    evidence: [],
    pages,
    records,
    observations: 0,
    rejected: 0,
    startedAt,
    finishedAt: null,
    error: null,
  });
  await context.store.progress(collection.id, running(0, 0));
  const saving = progressSaver(context, collection.id);
  const result = await runSource({
    source,
    open,
    window: windowOf(collection.window),
    redactor: context.redactor(collection.incident),
    blobs: context.blobs,
    tool: context.tool,
    signal,
    nowMs: context.nowMs,
    announce: announcer(context, collection),
    onProgress: ({ pages, records }) => {
      const run = running(pages, records);
      onProgress(run);
      saving.save(run);
    },
  });
  await saving.end();
  const settled = settledMs(open, windowOf(collection.window));
  // Before the end is stored: a source that has ended is not asked what it is still owed.
  if (settled !== null && settled > startedMs) {
    const look = { collection: collection.id, source };
    await context.jobs.enqueue('collect.again', look, `${collection.id}/${source}`, { notBeforeMs: settled });
  }
  const clocks = { database: await context.store.clock(context.nowMs) };
  const run = await context.store.finishSource(
    collection.id,
    source,
    { ...result, items: result.items.map((item) => ({ ...item, clocks })) },
    act(context, 'rca'),
  );
  onProgress(run);
  return run;
}

/**
 * Reads a source of a collection a second time, when all of its window is in: a collection of its own, once. A source
 * that is not configured any more is left: what was missing stays on record.
 */
export async function collectAgain(
  context: CollectContext,
  first: Collection,
  source: string,
  signal: AbortSignal,
): Promise<void> {
  if (!context.sources.has(source)) return;
  const asked = { sources: [source], window: windowOf(first.window) };
  const second = await openCollection(context, first.incident, asked, 'rca', `again/${first.id}/${source}`);
  await collectSource(context, second, source, signal, () => undefined);
}

/** Reads all sources of a collection at once. When one of them cannot be stored, the others are stopped. */
export async function collectAll(
  context: CollectContext,
  collection: Collection,
  onProgress: (run: SourceRun) => void,
): Promise<readonly SourceRun[]> {
  const stop = new AbortController();
  const runs = await Promise.allSettled(
    collection.sources.map((source) =>
      collectSource(context, collection, source, stop.signal, onProgress).catch((cause) => {
        stop.abort(cause);
        throw cause;
      }),
    ),
  );
  stop.signal.throwIfAborted();
  return runs.flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []));
}

const PROGRESS_EVERY_MS = 500;

interface ProgressSaver {
  save(run: SourceRun): void;
  /** Rejects when progress could not be stored. */
  end(): Promise<void>;
}

/** Stores progress now and then, one at a time, while the source is read. */
function progressSaver(context: CollectContext, collection: string): ProgressSaver {
  let saving: Promise<void> | null = null;
  let savedAtMs = context.nowMs();
  let failure: { readonly cause: unknown } | null = null;
  const store = async (run: SourceRun): Promise<void> => {
    try {
      await context.store.progress(collection, run);
    } catch (cause) {
      failure = { cause };
    } finally {
      saving = null;
    }
  };
  return {
    save(run) {
      if (saving !== null || failure !== null || context.nowMs() - savedAtMs < PROGRESS_EVERY_MS) return;
      savedAtMs = context.nowMs();
      saving = store(run);
    },
    async end() {
      await saving;
      if (failure !== null) throw failure.cause;
    },
  };
}
