import {
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { outsideError } from '../../domain/errors.ts';
import type { Window } from '../../domain/time.ts';
import { type AwsReply, callAws, proofOf } from '../aws/call.ts';
import { documentBytes } from '../aws/document.ts';
import type { Ending, ItemReader, ReadPage } from '../read-items.ts';
import type { Collecting, Running } from '../source.ts';
import type { WafClient } from './client.ts';
import type { WafSettings } from './schema.ts';

const rowsMax = 10_000;
const patienceMs = 15 * 60_000;
const firstPollMs = 200;
const pollMsMax = 5_000;

/** Bins that keep a day's rows far below the limit. */
const binOf = ({ fromMs, toMs }: Window): string => {
  const hours = (toMs - fromMs) / 3_600_000;
  return hours <= 3 ? '1m' : hours <= 48 ? '5m' : '1h';
};

type Results = AwsReply<GetQueryResultsCommandOutput>;

/** The calls of Logs Insights on one log group. */
export function insightsCalls(settings: WafSettings, client: WafClient, running: Running) {
  const operation = (name: string) => ({
    action: `logs:${name}`,
    resource: settings.logGroup,
    pacer: client.pace.insights,
  });
  return {
    start: (input: { startTime: number; endTime: number; queryString: string }) => {
      const command = new StartQueryCommand({ logGroupName: settings.logGroup, ...input });
      return callAws(running, operation('StartQuery'), (options) => client.logs.send(command, options));
    },
    results: (input: { queryId: string; nextToken?: string }): Promise<Results> => {
      const command = new GetQueryResultsCommand(input);
      return callAws(running, operation('GetQueryResults'), (options) => client.logs.send(command, options));
    },
    stop: (queryId: string) => {
      const command = new StopQueryCommand({ queryId });
      return callAws(running, operation('StopQuery'), (options) => client.logs.send(command, options));
    },
  };
}

/**
 * Blocks counted by Logs Insights, to set beside the count of the logs. Times are seconds, both ends included:
 * the last bin can hold events of the second in which the window ends. Rows of a query that has not completed
 * are partial. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
 */
export function totalsReader(settings: WafSettings, client: WafClient, collecting: Collecting): ItemReader {
  const { fromMs, toMs } = collecting.window;
  const input = {
    startTime: Math.floor(fromMs / 1_000),
    endTime: Math.ceil(toMs / 1_000),
    queryString: `filter action="BLOCK" | stats count(*) as n by bin(${binOf(collecting.window)}), action, terminatingRuleId | limit ${rowsMax}`,
  };
  const insights = insightsCalls(settings, client, collecting);

  async function ended(queryId: string): Promise<Results> {
    const deadlineMs = collecting.nowMs() + patienceMs;
    for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 1.5, pollMsMax)) {
      await collecting.sleep(pollMs);
      const results = await insights.results({ queryId });
      const { status } = results.output;
      if (status !== 'Scheduled' && status !== 'Running') return results;
      if (collecting.nowMs() >= deadlineMs) return results;
    }
  }

  async function* read(): AsyncGenerator<ReadPage, Ending> {
    const { queryId = '' } = (await insights.start(input)).output;
    let results = await ended(queryId);
    const { status = 'Unknown' } = results.output;
    let rows = 0;
    for (;;) {
      const { output, requestId, ...reply } = results;
      rows += output.results?.length ?? 0;
      const { nextToken } = output;
      const proof = [`query ${queryId}`, ...proofOf(requestId, nextToken)];
      yield { ...reply, bytes: documentBytes(output), answered: null, proof };
      if (nextToken === undefined) break;
      results = await insights.results({ queryId, nextToken });
    }
    if (status === 'Running' || status === 'Scheduled') await insights.stop(queryId);
    return endingOf(status, rows, settings.logGroup);
  }

  return {
    item: 'totals',
    format: 'cloudwatch.insights',
    query: { operation: 'StartQuery', region: settings.region, logGroupName: settings.logGroup, ...input },
    fidelity: 'reserialised',
    permission: 'logs:StartQuery',
    read,
  };
}

function endingOf(status: string, rows: number, logGroup: string): Ending {
  if (status === 'Failed') {
    const error = outsideError({
      code: 'SOURCE_FAILED',
      message: 'the Insights query failed',
      where: `logs:StartQuery on ${logGroup}`,
      mend: 'collect again; the query stands with the evidence item and can be run in the console',
    });
    return {
      coverage: { state: 'failed', error: error.message },
      gaps: [{ why: `totals: ${error.message}`, mend: error.mend }],
      error,
    };
  }
  if (status !== 'Complete') {
    const why = `the Insights query was ${status} when we stopped waiting: its rows are partial`;
    return {
      coverage: { state: 'truncated', why, limit: null },
      gaps: [{ why: `totals: ${why}`, mend: 'collect a shorter window, or again later' }],
    };
  }
  if (rows >= rowsMax) {
    const why = 'the Insights query gave as many rows as it may: they are no total';
    return {
      coverage: { state: 'truncated', why, limit: rowsMax },
      gaps: [{ why: `totals: ${why}`, mend: 'collect a shorter window' }],
    };
  }
  return { coverage: { state: 'complete' }, gaps: [] };
}
