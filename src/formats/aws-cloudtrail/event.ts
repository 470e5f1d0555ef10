import type { Kind } from '../../domain/observation.ts';
import { timeIn } from '../instant.ts';
import type { JsonObject } from '../json.ts';
import { asObject, asText } from '../json.ts';
import { clip, type Fact, present } from '../record.ts';

type Values = Parameters<typeof present>[0];

/** One CloudTrail record, with the members that the readers of services look at. */
export interface TrailEvent {
  readonly at: string;
  readonly source: string;
  readonly name: string;
  readonly isServiceEvent: boolean;
  /** Set when the call was refused or failed. */
  readonly error: string | undefined;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly additional: JsonObject;
  readonly serviceDetails: JsonObject;
  readonly identity: JsonObject;
  readonly record: JsonObject;
}

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function trailEventOf(value: unknown): TrailEvent | { readonly why: string } {
  const record = asObject(value);
  if (record === null) return { why: 'not an object' };
  const time = timeIn('eventTime', record['eventTime']);
  if ('why' in time) return time;
  const insight = asObject(record['insightDetails']) ?? {};
  const source = asText(record['eventSource']) ?? asText(insight['eventSource']);
  const name = asText(record['eventName']) ?? asText(insight['eventName']);
  if (source === undefined || name === undefined) return { why: 'eventSource or eventName is missing' };
  return {
    at: time.at,
    source,
    name,
    isServiceEvent: record['eventType'] === 'AwsServiceEvent',
    error: asText(record['errorMessage']) ?? asText(record['errorCode']),
    request: asObject(record['requestParameters']) ?? {},
    response: asObject(record['responseElements']) ?? {},
    additional: asObject(record['additionalEventData']) ?? {},
    serviceDetails: asObject(record['serviceEventDetails']) ?? {},
    identity: asObject(record['userIdentity']) ?? {},
    record,
  };
}

const SUMMARY_CHARS_MAX = 200;
const ERROR_CHARS_MAX = 500;

/** A fact of this event: what every record says about who called from where, and the fact's own values. */
export function factOf(event: TrailEvent, kind: Kind, summary: string, values: Values): Fact {
  const address = asText(event.record['sourceIPAddress']);
  return {
    at: event.at,
    clock: 'api-call',
    kind,
    summary: clip(summary, SUMMARY_CHARS_MAX),
    attributes: present({
      'event.name': event.name,
      'event.id': asText(event.record['eventID']),
      'cloud.region': asText(event.record['awsRegion']),
      'cloud.account.id': asText(event.record['recipientAccountId']) ?? asText(event.identity['accountId']),
      'client.address': address !== undefined && isClientAddress(address) ? address : undefined,
      'error.type': event.error === undefined ? undefined : clip(event.error, ERROR_CHARS_MAX),
      ...values,
    }),
  };
}

/** Services sign their own calls with a name in place of an address. */
const isClientAddress = (address: string): boolean =>
  !address.endsWith('.amazonaws.com') && address !== 'AWS Internal';

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Who called; a name that AWS hides (a mistyped one may be a password) is not a name. */
export function userNameOf(event: TrailEvent): string | undefined {
  const name = asText(event.identity['userName']);
  return name === HIDDEN ? undefined : name;
}
