import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { keepDate } from '../aws/call.ts';
import { callerOf } from '../aws/caller.ts';
import { clientOptions } from '../aws/client-options.ts';
import { checked } from '../check.ts';
import { Pacer } from '../pacer.ts';
import { gapReply, readItems } from '../read-items.ts';
import type { Collecting, Reply, Source } from '../source.ts';
import { keptWindow, lookupPage, lookupReader, type TrailClient, windowGaps } from './lookup.ts';
import { type TrailSettings, trailSettingsSchema } from './schema.ts';

/** A page of 50 every half second: five minutes for each lookup. */
const limits = { windowMsMax: 366 * 86_400_000, pagesMax: 600 } as const;

function connectTrail({ region }: TrailSettings): TrailClient {
  const trail = new CloudTrailClient(clientOptions(region));
  trail.middlewareStack.add(keepDate, { step: 'deserialize', priority: 'high', name: 'keepDate' });
  return { trail, pacer: new Pacer(2) };
}

/** The source counts as read when one of its lookups was. */
async function* fetchTrail(
  settings: TrailSettings,
  client: TrailClient,
  collecting: Collecting,
): AsyncGenerator<Reply> {
  await callerOf(client.trail);
  for (const gap of windowGaps(settings, collecting)) yield gapReply(gap, collecting);
  const kept = keptWindow(collecting);
  if (kept.fromMs >= kept.toMs) return;
  const readers = settings.lookups.map((lookup) => lookupReader(lookup, settings, client, collecting));
  const { read, failed } = yield* readItems(readers, collecting, limits.pagesMax);
  if (read.size === 0) throw [...failed.values()].at(-1);
}

/** AWS CloudTrail by LookupEvents. See readme.md. */
export const trailSource: Source<TrailSettings, TrailClient> = {
  type: 'aws.cloudtrail',
  settings: trailSettingsSchema,
  permissions: ['cloudtrail:LookupEvents'],
  limits,
  // Typically within five minutes, without a promise: three times that is waited for.
  delivery: {
    deliveryDelayMs: 15 * 60_000,
    page: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html',
  },
  connect: connectTrail,
  identity: async (_settings, client) => await callerOf(client.trail),
  fetch: fetchTrail,
  check: async (settings, client, running) => [
    await checked('cloudtrail:LookupEvents', async () => {
      const { output } = await lookupPage(settings, client, running, { MaxResults: 1 });
      return output.Events?.length ? 'events can be looked up' : 'no event in 90 days';
    }),
  ],
};
