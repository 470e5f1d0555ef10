import { instantOf } from '../../domain/instant.ts';
import type { Kind } from '../../domain/observation.ts';
import { timeIn } from '../instant.ts';
import type { JsonObject } from '../json.ts';
import { asObject, asText } from '../json.ts';
import { type GivenZone, zonedMs } from '../local-time.ts';
import { clip, type Fact, present } from '../record.ts';
import { whoOf } from './who.ts';

type Values = Parameters<typeof present>[0];

/** One CloudTrail record, with the members that the readers of services look at. */
export interface TrailEvent {
  readonly at: string;
  /** What placed a time that an export has written without its zone. */
  readonly zoneFrom: 'given' | 'assumed' | undefined;
  readonly source: string;
  readonly name: string;
  readonly isServiceEvent: boolean;
  /** Words and code of an error: the call was refused or failed. */
  readonly error: string | undefined;
  readonly errorCode: string | undefined;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly additional: JsonObject;
  readonly serviceDetails: JsonObject;
  readonly identity: JsonObject;
  /** Of an event about an unusual rate of other events. */
  readonly insight: JsonObject;
  readonly record: JsonObject;
}

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function trailEventOf(value: unknown, zone: GivenZone): TrailEvent | { readonly why: string } {
  const record = asObject(value);
  if (record === null) return { why: 'not an object' };
  const time = eventTime(record['eventTime'], zone);
  if ('why' in time) return time;
  const insight = asObject(record['insightDetails']) ?? {};
  const source = asText(record['eventSource']) ?? asText(insight['eventSource']);
  const name = asText(record['eventName']) ?? asText(insight['eventName']);
  if (source === undefined || name === undefined) return { why: 'eventSource or eventName is missing' };
  return {
    at: time.at,
    zoneFrom: time.zoneFrom,
    source,
    name,
    isServiceEvent: record['eventType'] === 'AwsServiceEvent',
    error: asText(record['errorMessage']) ?? asText(record['errorCode']),
    errorCode: asText(record['errorCode']),
    request: asObject(record['requestParameters']) ?? {},
    response: asObject(record['responseElements']) ?? {},
    additional: asObject(record['additionalEventData']) ?? {},
    serviceDetails: asObject(record['serviceEventDetails']) ?? {},
    identity: asObject(record['userIdentity']) ?? {},
    insight,
    record,
  };
}

type EventTime = Pick<TrailEvent, 'at' | 'zoneFrom'>;

const ZONELESS = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?$/;

/** CloudTrail writes UTC and says so; what exports its records may leave that out, or have moved them to its own zone. */
function eventTime(text: unknown, zone: GivenZone): EventTime | { readonly why: string } {
  const match = typeof text === 'string' ? ZONELESS.exec(text) : null;
  if (match === null) return { zoneFrom: undefined, ...timeIn('eventTime', text) };
  const utc = timeIn('eventTime', `${String(text).replace(' ', 'T')}Z`);
  if ('why' in utc || zone === undefined) return { zoneFrom: 'assumed', ...utc };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const wholeMs = zonedMs({ year, month, day, hour, minute, second }, zone);
  if (typeof wholeMs !== 'number') return { why: `eventTime is not a time: ${wholeMs.why}` };
  return { at: instantOf(wholeMs, match[7]?.slice(1) ?? '').iso, zoneFrom: 'given' };
}

const SUMMARY_CHARS_MAX = 200;
const ERROR_CHARS_MAX = 500;

/** A fact of this event: what every record says about who called from where, and the fact's own values. */
export function factOf(event: TrailEvent, kind: Kind, summary: string, values: Values): Fact {
  return {
    at: event.at,
    clock: 'api-call',
    kind,
    summary: clip(summary, SUMMARY_CHARS_MAX),
    attributes: present({
      'clock.zone': event.zoneFrom,
      'event.name': event.name,
      'event.id': asText(event.record['eventID']),
      'event.service': serviceOf(event),
      'cloud.region': asText(event.record['awsRegion']),
      'cloud.account.id': asText(event.record['recipientAccountId']) ?? asText(event.identity['accountId']),
      'error.type': event.error === undefined ? undefined : clip(event.error, ERROR_CHARS_MAX),
      'error.code': event.errorCode === undefined ? undefined : clip(event.errorCode, SUMMARY_CHARS_MAX),
      ...whoOf(event),
      ...values,
    }),
  };
}

export const serviceOf = ({ source }: TrailEvent): string => source.replace(/\.amazonaws\.com$/, '');
