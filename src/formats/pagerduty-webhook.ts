import type { Kind } from '../domain/observation.ts';
import type { Format } from './format.ts';
import { timeIn } from './instant.ts';
import { asObject, asText } from './json.ts';
import { documentOf, jsonLines } from './json-records.ts';
import { hasAll, outlineOf } from './outline.ts';
import { clip, notCovered, observerOf, present, type Reading, type ReadRecord, routine } from './record.ts';

/** https://developer.pagerduty.com/docs/webhooks-overview: an event of a V3 webhook subscription. */
export const pagerdutyWebhook: Format = {
  id: 'pagerduty.webhook',
  title: 'PagerDuty V3 webhook: an event, or one a line',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect: (head) =>
    hasAll(outlineOf(head), 'event.id', 'event.event_type', 'event.resource_type', 'event.occurred_at'),
  observer: (origin) => observerOf('pagerduty.webhook', origin, readPage),
};

function* readPage(page: Buffer): Generator<ReadRecord> {
  const document = documentOf(page);
  if (document === null) return;
  const records = 'value' in document ? [document] : jsonLines(page);
  for (const record of records) {
    yield { byteOffset: record.byteOffset, reading: 'why' in record ? record : readEvent(record.value) };
  }
}

/** Of the events, those that say when somebody was called, took it on, and was done with it. */
const KINDS: ReadonlyMap<string, readonly [Kind, string]> = new Map([
  ['incident.triggered', ['alert.fired', 'triggered']],
  ['incident.reopened', ['alert.fired', 'reopened']],
  ['incident.acknowledged', ['alert.acknowledged', 'acknowledged']],
  ['incident.resolved', ['alert.resolved', 'resolved']],
]);

/** What is done within PagerDuty, between the calls that have a kind. */
const ROUTINE =
  /^(?:pagey\.ping|service\.\w+|incident\.(?:annotated|delegated|escalated|priority_updated|reassigned|responder\.\w+|service_updated|status_update_published|workflow\.\w+))$/;
const isRoutine = (type: string): boolean => ROUTINE.test(type);

const SUMMARY_CHARS_MAX = 200;

/** People in it are known by their id: a name is no fact about an incident. */
function readEvent(value: unknown): Reading {
  const event = asObject(asObject(value)?.['event']);
  const type = asText(event?.['event_type']);
  if (event === null || type === undefined) return { why: 'no event with an event_type' };
  const [kind, verb] = KINDS.get(type) ?? [];
  if (kind === undefined) return isRoutine(type) ? routine(type) : notCovered(type);
  const time = timeIn('occurred_at', event['occurred_at']);
  if ('why' in time) return time;
  const incident = asObject(event['data']);
  const id = asText(incident?.['id']);
  if (incident === null || id === undefined) return { why: `an event ${type} without its incident` };
  const title = asText(incident['title']);
  return [
    {
      at: time.at,
      clock: 'log',
      kind,
      summary: clip(
        `PagerDuty incident ${id} ${verb}${title === undefined ? '' : `: ${title}`}`,
        SUMMARY_CHARS_MAX,
      ),
      attributes: present({
        'alert.name': title ?? id,
        'alert.fingerprint': id,
        'event.id': asText(event['id']),
        'alert.priority': asText(asObject(incident['priority'])?.['summary']),
        'alert.urgency': asText(incident['urgency']),
        'service.name': asText(asObject(incident['service'])?.['summary']),
        'user.id': asText(asObject(event['agent'])?.['id']),
      }),
    },
  ];
}
