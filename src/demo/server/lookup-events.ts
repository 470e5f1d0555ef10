import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Recording } from '../recording.ts';
import { parseInput } from './aws-json.ts';
import { callQuota } from './call-quota.ts';
import type { ServerContext } from './options.ts';
import { ServiceError } from './service-error.ts';

const attributeKeys = [
  'AccessKeyId',
  'EventId',
  'EventName',
  'EventSource',
  'ReadOnly',
  'ResourceName',
  'ResourceType',
  'Username',
] as const;

const inputSchema = z.looseObject({
  StartTime: z.number().default(0),
  EndTime: z.number().default(Number.MAX_SAFE_INTEGER),
  LookupAttributes: z.array(z.object({ AttributeKey: z.string(), AttributeValue: z.string() })).default([]),
  MaxResults: z.number().default(50),
  NextToken: z.string().optional(),
});

const recordSchema = z.looseObject({
  eventID: z.string(),
  eventName: z.string(),
  eventSource: z.string(),
  eventTime: z.string(),
  readOnly: z.boolean().optional(),
  userIdentity: z
    .looseObject({ userName: z.string().optional(), accessKeyId: z.string().optional() })
    .nullish(),
  resources: z.array(z.looseObject({ ARN: z.string().optional(), type: z.string().optional() })).nullish(),
});

const memoryMs = 90 * 86_400_000;

/**
 * LookupEvents: management events of 90 days and one Region, newest first, 50 a page, one attribute a call, two
 * calls a second. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookupEvents(records: Recording['trail']['records'], context: ServerContext) {
  const takeCall = callQuota(2, context.nowMs);
  const events = records.map(eventOf).sort((a, b) => b.atMs - a.atMs);
  const pages = new Map<string, { readonly request: string; readonly offset: number }>();

  return (rawInput: unknown): unknown => {
    takeCall();
    const { NextToken, ...input } = parseInput(inputSchema, rawInput, 'InvalidParameterException');
    const wanted = attributeOf(input.LookupAttributes);
    if (!Number.isInteger(input.MaxResults) || input.MaxResults < 1 || input.MaxResults > 50) {
      throw new ServiceError('InvalidMaxResultsException', 'MaxResults must be between 1 and 50.');
    }
    if (input.StartTime > input.EndTime) {
      throw new ServiceError('InvalidTimeRangeException', 'StartTime is after EndTime.');
    }
    const request = JSON.stringify(input);
    const page = NextToken === undefined ? undefined : pages.get(NextToken);
    if (NextToken !== undefined && page?.request !== request) {
      throw new ServiceError('InvalidNextTokenException', 'The token is not valid for these parameters.');
    }
    const oldestMs = Math.max(input.StartTime * 1_000, context.nowMs() - memoryMs);
    const found = events.filter(
      ({ atMs, attributes }) =>
        atMs >= oldestMs &&
        atMs <= input.EndTime * 1_000 &&
        (wanted === null || attributes[wanted.AttributeKey]?.includes(wanted.AttributeValue)),
    );
    const offset = page?.offset ?? 0;
    const end = offset + input.MaxResults;
    const answer = { Events: found.slice(offset, end).map(({ shown }) => shown) };
    if (end >= found.length) return answer;
    const token = randomUUID();
    pages.set(token, { request, offset: end });
    return { ...answer, NextToken: token };
  };
}

type Attribute = { readonly AttributeKey: string; readonly AttributeValue: string };

function attributeOf(attributes: readonly Attribute[]): Attribute | null {
  if (attributes.length > 1) {
    throw new ServiceError('InvalidLookupAttributesException', 'You can specify only one lookup attribute.');
  }
  const [attribute = null] = attributes;
  if (attribute !== null && !attributeKeys.some((key) => key === attribute.AttributeKey)) {
    throw new ServiceError(
      'InvalidLookupAttributesException',
      `${attribute.AttributeKey} is not an attribute.`,
    );
  }
  return attribute;
}

function eventOf(raw: Readonly<Record<string, unknown>>) {
  const record = recordSchema.parse(raw);
  const resources = (record.resources ?? []).map(({ ARN = '', type = '' }) => ({ ARN, type }));
  const readOnly = String(record.readOnly ?? false);
  const { userName, accessKeyId } = record.userIdentity ?? {};
  const attributes: Readonly<Record<string, readonly string[]>> = {
    AccessKeyId: accessKeyId === undefined ? [] : [accessKeyId],
    EventId: [record.eventID],
    EventName: [record.eventName],
    EventSource: [record.eventSource],
    ReadOnly: [readOnly],
    ResourceName: resources.map(({ ARN }) => ARN),
    ResourceType: resources.map(({ type }) => type),
    Username: userName === undefined ? [] : [userName],
  };
  const atMs = Date.parse(record.eventTime);
  return {
    atMs,
    attributes,
    shown: {
      EventId: record.eventID,
      EventName: record.eventName,
      EventSource: record.eventSource,
      EventTime: atMs / 1_000,
      ReadOnly: readOnly,
      ...(userName !== undefined && { Username: userName }),
      ...(accessKeyId !== undefined && { AccessKeyId: accessKeyId }),
      Resources: resources.map(({ ARN, type }) => ({ ResourceName: ARN, ResourceType: type })),
      CloudTrailEvent: JSON.stringify(raw),
    },
  };
}
