import { z } from 'zod';
import { coverageGaps } from '../../collect/gaps.ts';
import { describeHistory, HISTORY, historyPartSchema, keepHistoryPart } from '../../collect/history.ts';
import type { Coverage } from '../../domain/coverage.ts';
import type { Collection, SourceRun } from '../../domain/incident.ts';
import { toIso, type Window, windowJson } from '../../domain/time.ts';
import { act, type Context, idOf } from '../context.ts';
import { HISTORY_SOURCE } from './history-source.ts';

/** Which channel is read, and through what: stands in the item's query. */
export interface Channel {
  readonly teamId: string;
  readonly channelId: string;
}

const stepSchema = z.object({
  /** Thread that the page is of, by its first message's `ts`; null is the channel itself. */
  thread: z.string().nullable(),
  /** Where the reply says that it goes on. */
  nextCursor: z.string().nullable(),
  /** Threads that begin in the page. */
  threads: z.array(z.string()),
});
/** What a page leaves to be asked. */
export type HistoryStep = z.infer<typeof stepSchema>;

const keptSchema = stepSchema.extend({ part: historyPartSchema, retrievedAt: z.string() });

/** Asks for a channel's history as a collection of its own; the same key again returns the same one. */
export async function openHistory(
  context: Context,
  incident: string,
  window: Window | null,
  actor: string,
  key: string,
): Promise<Collection> {
  const of = await context.store.incident(incident);
  return context.store.startCollection(
    incident,
    {
      id: idOf('C', incident, HISTORY_SOURCE, key),
      sources: [HISTORY_SOURCE],
      window: window === null ? of.window : windowJson(window),
    },
    act(context, actor),
  );
}

const keptPages = async (context: Pick<Context, 'store'>, collection: string) =>
  (await context.store.historyPages(collection)).map((page) => keptSchema.parse(page));

/** Digests of all that the pages of a collection have left among the blobs. */
export const historyBlobs = async (
  context: Pick<Context, 'store'>,
  collection: string,
): Promise<readonly string[]> =>
  (await keptPages(context, collection)).flatMap(({ part }) =>
    [...part.pages, ...(part.commitments ?? [])].map(({ sha256 }) => sha256),
  );

/** The pages that are kept, in order. */
export const historySteps = (context: Context, collection: string): Promise<readonly HistoryStep[]> =>
  keptPages(context, collection);

const queryOf = ({ teamId, channelId }: Channel) => ({
  method: 'conversations.history',
  team: teamId,
  channel: channelId,
  threads: 'those that begin in the window',
});

/** Stores a page as evidence-to-be. A number that is kept already stays as it is. */
export async function keepHistoryPage(
  context: Context,
  collection: Collection,
  channel: Channel,
  number: number,
  page: HistoryStep & { readonly bytes: Uint8Array },
): Promise<void> {
  const { bytes, ...step } = page;
  const redactor = context.redactor(collection.incident);
  const retrievedAt = toIso(context.nowMs());
  const origin = {
    source: HISTORY_SOURCE,
    sourceType: HISTORY_SOURCE,
    retrievedAt,
    query: redactor.redactObject(queryOf(channel)),
  };
  const part = await keepHistoryPart(bytes, { origin, redactor, blobs: context.blobs });
  await context.store.keepHistoryPage(collection.id, number, { ...step, part, retrievedAt });
  const kept = await keptPages(context, collection.id);
  await context.store.progress(collection.id, {
    source: HISTORY_SOURCE,
    state: 'running',
    evidence: [],
    pages: kept.length,
    records: kept.reduce((sum, each) => sum + each.part.records, 0),
    observations: 0,
    rejected: 0,
    startedAt: kept[0]?.retrievedAt ?? retrievedAt,
    finishedAt: null,
    error: null,
  });
}

/** How reading a history ended. */
export interface HistoryEnd {
  readonly coverage: Coverage;
  /** Why it could not be read to its end, and what mends it; null when it was. */
  readonly failure: { readonly error: string; readonly mend: string } | null;
}

/** Makes the kept pages one evidence item; once, however often it is called. */
export async function finishHistory(
  context: Context,
  collection: Collection,
  channel: Channel,
  { coverage, failure }: HistoryEnd,
): Promise<SourceRun> {
  const kept = await keptPages(context, collection.id);
  const redactor = context.redactor(collection.incident);
  const described = describeHistory(
    kept.map(({ part }) => part),
    {
      source: HISTORY_SOURCE,
      sourceType: HISTORY_SOURCE,
      query: redactor.redactObject(queryOf(channel)),
      asked: collection.window,
      retrievedAt: kept[0]?.retrievedAt ?? toIso(context.nowMs()),
      collector: `slack:${channel.teamId}`,
      tool: context.tool,
      ruleSetSha256: redactor.ruleSetSha256,
      coverage,
    },
  );
  const unread =
    failure === null
      ? coverageGaps(HISTORY_SOURCE, HISTORY, collection.window, coverage)
      : [{ source: HISTORY_SOURCE, window: collection.window, why: failure.error, mend: failure.mend }];
  const gaps = [...described.gaps, ...unread];
  return context.store.finishSource(
    collection.id,
    HISTORY_SOURCE,
    { items: kept.length === 0 ? [] : [described.item], gaps, error: failure?.error ?? null },
    act(context, 'rca'),
  );
}
