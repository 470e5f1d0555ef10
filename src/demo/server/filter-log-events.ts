import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parseInput } from './aws-json.ts';
import { callQuota } from './call-quota.ts';
import type { LogEvent } from './log-events.ts';
import type { ServerContext } from './options.ts';
import { ServiceError } from './service-error.ts';

const inputSchema = z.looseObject({
  logGroupName: z.string(),
  startTime: z.int().nonnegative().optional(),
  endTime: z.int().nonnegative().optional(),
  limit: z.int().min(1).max(10_000).optional(),
  nextToken: z.string().optional(),
});

const pageBytesMax = 1_048_576;
const tokenLifeMs = 24 * 3_600_000;

/** Where a scan stands that a token goes on with. */
interface Scan {
  readonly request: string;
  readonly issuedAtMs: number;
  readonly nextIndex: number;
  readonly pages: number;
}

/**
 * FilterLogEvents: milliseconds, both ends included; a page has at most 10,000 events and 1 MB. The first page
 * is half full and the second one empty, as the service reserves itself. Filter patterns are refused.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export function filterLogEvents(logGroup: string, events: readonly LogEvent[], context: ServerContext) {
  const takeCall = callQuota(5, context.nowMs);
  const scans = new Map<string, Scan>();

  const resume = (nextToken: string, request: string): Scan => {
    const scan = scans.get(nextToken);
    if (scan?.request !== request || context.nowMs() - scan.issuedAtMs > tokenLifeMs) {
      throw new ServiceError('InvalidParameterException', 'The specified nextToken is invalid.');
    }
    return scan;
  };

  return (rawInput: unknown): unknown => {
    takeCall();
    const { nextToken, ...input } = parseInput(inputSchema, rawInput, 'InvalidParameterException');
    if (input.logGroupName !== logGroup) {
      throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    if (input['filterPattern'] !== undefined) {
      throw new ServiceError('InvalidParameterException', 'Invalid filter pattern');
    }
    const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER } = input;
    if (endTime < startTime) {
      throw new ServiceError('InvalidParameterException', 'End time is before start time.');
    }
    const request = JSON.stringify(input);
    const scan = nextToken === undefined ? null : resume(nextToken, request);
    const pages = scan?.pages ?? 0;
    const eventsMax = Math.min(input.limit ?? 10_000, context.options.logPageEventsMax ?? 10_000);
    const fullness = [0.5, 0][pages] ?? 1;
    const page: LogEvent[] = [];
    let pageBytes = 0;
    let index = scan?.nextIndex ?? events.findIndex(({ timestamp }) => timestamp >= startTime);
    if (index === -1) index = events.length;
    for (; index < events.length && page.length < eventsMax * fullness; index += 1) {
      const event = events[index];
      if (event === undefined || event.timestamp > endTime) break;
      if (pageBytes + event.sizeBytes > pageBytesMax * fullness && page.length > 0) break;
      pageBytes += event.sizeBytes;
      page.push(event);
    }
    const following = events[index];
    const answer = { events: page.map(shown), searchedLogStreams: [] };
    if (following === undefined || following.timestamp > endTime) return answer;
    const token = randomUUID();
    scans.set(token, { request, issuedAtMs: context.nowMs(), nextIndex: index, pages: pages + 1 });
    return { ...answer, nextToken: token };
  };
}

const shown = ({ eventId, ingestionTime, logStreamName, message, timestamp }: LogEvent) => ({
  eventId,
  ingestionTime,
  logStreamName,
  message,
  timestamp,
});
