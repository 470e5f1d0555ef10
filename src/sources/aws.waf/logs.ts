import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type AwsOperation, callAws, proofOf } from '../aws/call.ts';
import { ndjson } from '../aws/ndjson.ts';
import type { Ending, ItemReader, ReadPage } from '../read-items.ts';
import type { Collecting } from '../source.ts';
import type { WafClient } from './client.ts';
import type { WafSettings } from './schema.ts';

/**
 * Full log records, by FilterLogEvents: times in milliseconds, both ends included. Only an absent token ends
 * it: a page may be partial or empty.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export function logsReader(settings: WafSettings, client: WafClient, collecting: Collecting): ItemReader {
  const input = {
    logGroupName: settings.logGroup,
    startTime: collecting.window.fromMs,
    endTime: collecting.window.toMs - 1,
  };
  const operation: AwsOperation = {
    action: 'logs:FilterLogEvents',
    resource: settings.logGroup,
    pacer: client.pace.filterLogEvents,
  };
  async function* read(): AsyncGenerator<ReadPage, Ending> {
    let nextToken: string | undefined;
    for (;;) {
      const request = new FilterLogEventsCommand({ ...input, ...(nextToken && { nextToken }) });
      const { output, requestId, ...reply } = await callAws(collecting, operation, (options) =>
        client.logs.send(request, options),
      );
      ({ nextToken } = output);
      yield {
        ...reply,
        bytes: ndjson((output.events ?? []).map(({ message }) => message ?? '')),
        answered: null,
        proof: proofOf(requestId, nextToken),
      };
      if (nextToken === undefined) return { coverage: { state: 'complete' }, gaps: [] };
    }
  }
  return {
    item: 'logs',
    format: 'aws.waf-log',
    query: { operation: 'FilterLogEvents', region: settings.region, ...input },
    fidelity: 'reserialised',
    permission: operation.action,
    read,
  };
}
