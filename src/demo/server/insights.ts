import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parseInput } from './aws-json.ts';
import { type InsightsQuery, parseInsightsQuery } from './insights-query.ts';
import type { LogEvent } from './log-events.ts';
import type { ServerContext } from './options.ts';
import { ServiceError } from './service-error.ts';

const startSchema = z.looseObject({
  logGroupName: z.string(),
  startTime: z.int().nonnegative(),
  endTime: z.int().nonnegative(),
  queryString: z.string().max(10_000),
});
const resultsSchema = z.looseObject({
  queryId: z.string(),
  nextToken: z.string().optional(),
  maxItems: z.int().min(1).max(10_000).default(10_000),
});
const stopSchema = z.looseObject({ queryId: z.string() });

type Row = readonly { readonly field: string; readonly value: string }[];

interface RunningQuery {
  readonly rows: readonly Row[];
  readonly matched: number;
  readonly scanned: readonly LogEvent[];
  polls: number;
  stopped: boolean;
}

/**
 * Logs Insights: StartQuery takes seconds, both ends included. The first poll finds the query scheduled, the
 * second running with half of its rows, the third ended.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html
 */
export function insights(logGroup: string, events: readonly LogEvent[], context: ServerContext) {
  const queries = new Map<string, RunningQuery>();
  const queryOf = (queryId: string): RunningQuery => {
    const query = queries.get(queryId);
    if (query === undefined) throw new ServiceError('ResourceNotFoundException', 'Unknown query.');
    return query;
  };

  return {
    StartQuery(rawInput: unknown): unknown {
      const input = parseInput(startSchema, rawInput, 'InvalidParameterException');
      if (input.logGroupName !== logGroup) {
        throw new ServiceError('ResourceNotFoundException', 'Log group does not exist.');
      }
      if (input.endTime < input.startTime) {
        throw new ServiceError('InvalidParameterException', 'End time is before start time.');
      }
      const scanned = events.filter(
        ({ timestamp }) => timestamp >= input.startTime * 1_000 && timestamp <= input.endTime * 1_000,
      );
      const query = parseInsightsQuery(input.queryString);
      const matching = scanned.filter(({ record }) => query.matches(record));
      const queryId = randomUUID();
      const rows = countRows(query, matching);
      queries.set(queryId, { rows, matched: matching.length, scanned, polls: 0, stopped: false });
      return { queryId };
    },

    GetQueryResults(rawInput: unknown): unknown {
      const { queryId, nextToken, maxItems } = parseInput(
        resultsSchema,
        rawInput,
        'InvalidParameterException',
      );
      const query = queryOf(queryId);
      query.polls += 1;
      const status = statusOf(query, context.options.insightsEnd ?? 'Complete');
      const known = query.rows.slice(0, knownRows(status, query.rows.length));
      const offset = nextToken === undefined ? 0 : Number(nextToken.slice(TOKEN_PREFIX.length));
      if (nextToken !== undefined && (!nextToken.startsWith(TOKEN_PREFIX) || !(offset < known.length))) {
        throw new ServiceError('InvalidParameterException', 'The specified nextToken is invalid.');
      }
      const end = offset + maxItems;
      return {
        queryLanguage: 'CWLI',
        results: known.slice(offset, end),
        statistics: {
          recordsMatched: query.matched,
          recordsScanned: query.scanned.length,
          bytesScanned: query.scanned.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        },
        status,
        ...(end < known.length && { nextToken: `${TOKEN_PREFIX}${end}` }),
      };
    },

    StopQuery(rawInput: unknown): unknown {
      const query = queryOf(parseInput(stopSchema, rawInput, 'InvalidParameterException').queryId);
      query.stopped = true;
      return { success: true };
    },
  };
}

const TOKEN_PREFIX = 'rows-from-';

function statusOf({ polls, stopped }: RunningQuery, end: string): string {
  if (stopped) return 'Cancelled';
  if (polls === 1) return 'Scheduled';
  return polls === 2 ? 'Running' : end;
}

/** What has not completed is partial. */
function knownRows(status: string, rows: number): number {
  if (status === 'Complete') return rows;
  return status === 'Scheduled' || status === 'Failed' ? 0 : Math.floor(rows / 2);
}

function countRows(query: InsightsQuery, events: readonly LogEvent[]): readonly Row[] {
  const groups = new Map<string, { readonly values: readonly string[]; count: number }>();
  for (const { record, timestamp } of events) {
    const values = query.groupings.map((grouping) => grouping.read(record, timestamp));
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()]
    .slice(0, query.limit)
    .map(({ values, count }, index) => [
      ...query.groupings.map(({ field }, position) => ({ field, value: values[position] ?? '' })),
      { field: query.countAs, value: String(count) },
      { field: '@ptr', value: Buffer.from(`row ${index}`).toString('base64') },
    ]);
}
