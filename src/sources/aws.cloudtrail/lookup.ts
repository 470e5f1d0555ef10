import {
  type CloudTrailClient,
  type LookupAttributeKey,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import type { Coverage } from '../../domain/coverage.ts';
import { toIso, type Window, windowJson } from '../../domain/time.ts';
import { type AwsOperation, callAws, proofOf } from '../aws/call.ts';
import { ndjson } from '../aws/ndjson.ts';
import type { Pacer } from '../pacer.ts';
import type { Ending, ItemReader, ReadPage, SourceGap } from '../read-items.ts';
import type { Collecting, Running } from '../source.ts';
import { attributeOf, type TrailSettings } from './schema.ts';

export interface TrailClient {
  readonly trail: CloudTrailClient;
  readonly pacer: Pacer;
}

const memoryMs = 90 * 86_400_000;

export function lookupPage(
  settings: TrailSettings,
  client: TrailClient,
  running: Running,
  input: LookupEventsCommandInput,
) {
  const operation: AwsOperation = {
    action: 'cloudtrail:LookupEvents',
    resource: settings.region,
    pacer: client.pacer,
  };
  const command = new LookupEventsCommand(input);
  return callAws(running, operation, (options) => client.trail.send(command, options));
}

/**
 * Management events of one attribute: a call takes no more than one. Newest first, 50 a page, both ends of the
 * window included. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookupReader(
  lookup: string,
  settings: TrailSettings,
  client: TrailClient,
  collecting: Collecting,
): ItemReader {
  const { key, value } = attributeOf(lookup);
  const window = keptWindow(collecting);
  const input = {
    LookupAttributes: [{ AttributeKey: key as LookupAttributeKey, AttributeValue: value }],
    StartTime: new Date(window.fromMs),
    EndTime: new Date(window.toMs - 1),
    MaxResults: 50,
  };

  async function* read(): AsyncGenerator<ReadPage, Ending> {
    const answered = windowJson(window);
    let nextToken: string | undefined;
    for (;;) {
      const request = { ...input, ...(nextToken && { NextToken: nextToken }) };
      const { output, requestId, ...reply } = await lookupPage(settings, client, collecting, request);
      nextToken = output.NextToken;
      const records = (output.Events ?? []).map(({ CloudTrailEvent }) => CloudTrailEvent ?? '');
      yield { ...reply, bytes: ndjson(records), answered, proof: proofOf(requestId, nextToken) };
      if (nextToken === undefined) return { coverage: coverageOf(window, collecting.window), gaps: [] };
    }
  }

  return {
    item: `lookup/${lookup}`,
    format: 'aws.cloudtrail',
    query: {
      operation: 'LookupEvents',
      region: settings.region,
      attribute: key,
      value,
      startTime: input.StartTime.toISOString(),
      endTime: input.EndTime.toISOString(),
    },
    fidelity: 'reserialised',
    permission: 'cloudtrail:LookupEvents',
    read,
  };
}

/** The part of the collection's window that CloudTrail still holds; it ends before it begins when none is. */
export const keptWindow = ({ window, nowMs }: Pick<Collecting, 'window' | 'nowMs'>): Window => ({
  fromMs: Math.max(window.fromMs, nowMs() - memoryMs),
  toMs: window.toMs,
});

const coverageOf = (answered: Window, asked: Window): Coverage =>
  answered.fromMs === asked.fromMs
    ? { state: 'complete' }
    : { state: 'narrowed', asked: windowJson(asked), answered: windowJson(answered) };

/** Names of events and services that are global: they are recorded in us-east-1. */
const GLOBAL = new Set(['ConsoleLogin', 'iam.amazonaws.com', 'sts.amazonaws.com']);

/** What no lookup of this window can tell, whatever it answers. */
export function windowGaps(settings: TrailSettings, collecting: Collecting): readonly SourceGap[] {
  const { window } = collecting;
  const kept = keptWindow(collecting);
  const gaps: SourceGap[] = [];
  if (kept.fromMs > window.fromMs) {
    gaps.push({
      window: { from: toIso(window.fromMs), to: toIso(Math.min(kept.fromMs, window.toMs)) },
      why: 'LookupEvents reaches back 90 days; what is older was not asked',
      mend: "import the trail's files for these days from its S3 bucket",
    });
  }
  const elsewhere = settings.lookups.filter((lookup) => GLOBAL.has(attributeOf(lookup).value));
  if (settings.region !== 'us-east-1' && elsewhere.length > 0) {
    gaps.push({
      why: `${elsewhere.join(', ')}: global services record in us-east-1, and ${settings.region} was asked`,
      mend: 'add an aws.cloudtrail source with region us-east-1',
    });
  }
  return gaps;
}
