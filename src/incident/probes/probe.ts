import { randomUUID } from 'node:crypto';
import type { Collection, SourceRun } from '../../domain/incident.ts';
import type { ProbeResult } from '../../domain/probe.ts';
import { formatOf } from '../../formats/registry.ts';
import { probeResultOf } from '../../timeline/probe-results.ts';
import { collectAll, openCollection } from '../collect.ts';
import type { Context } from '../context.ts';
import { queueSources } from '../jobs.ts';
import { type AskedProbes, askedIds, isProbes, longestMs } from './sources.ts';

/** Stores that probes were asked for, as a collection from their targets; the same key again returns the same one. */
function openProbing(
  context: Context,
  incident: string,
  asked: AskedProbes,
  actor: string,
  key: string,
): Promise<Collection> {
  const sources = askedIds(context.probes, asked);
  const fromMs = context.nowMs();
  const window = { fromMs, toMs: fromMs + longestMs(context.probes, sources) };
  return openCollection(context, incident, { sources, window }, actor, key);
}

/** Stores it and queues a job a target. */
export async function requestProbes(
  context: Context,
  incident: string,
  asked: AskedProbes,
  actor: string,
  key: string,
): Promise<Collection> {
  const collection = await openProbing(context, incident, asked, actor, key);
  await queueSources(context, collection);
  return collection;
}

/** Sends the probes in this process, without a queue. */
export async function probe(
  context: Context,
  incident: string,
  asked: AskedProbes,
  actor: string,
  onProgress: (run: SourceRun) => void,
): Promise<{ readonly collection: Collection; readonly runs: readonly SourceRun[] }> {
  const collection = await openProbing(context, incident, asked, actor, randomUUID());
  return { collection, runs: await collectAll(context, collection, onProgress) };
}

/** What the probes of a collection were answered with, read from the stored transcripts; empty for other collections. */
export async function probeResults(context: Context, collection: string): Promise<readonly ProbeResult[]> {
  const { incident } = await context.store.collection(collection);
  const runs = (await context.store.sourceRuns(collection)).filter(({ source }) => isProbes(source));
  const ids = new Set(runs.flatMap(({ evidence }) => evidence));
  const results: ProbeResult[] = [];
  for (const { item } of await context.store.items(incident)) {
    if (!ids.has(item.id)) continue;
    const observer = formatOf(item.format).observer(item);
    for (const page of item.pages) {
      for (const outcome of observer.page(await context.blobs.get(page.sha256))) {
        if (outcome.outcome !== 'observed') continue;
        results.push(
          ...outcome.observations.flatMap(
            (observation) => probeResultOf({ evidence: item.id, observation }) ?? [],
          ),
        );
      }
    }
  }
  return results;
}
