import type { Format } from './format.ts';
import { timeIn } from './instant.ts';
import { asNumber, asObject, asText, type JsonObject } from './json.ts';
import { documentOf, elementsAt, jsonLines } from './json-records.ts';
import { hasAll, outlineOf } from './outline.ts';
import { clip, type Fact, observerOf, present, type Reading, type ReadRecord } from './record.ts';

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config: what Alertmanager posts, version 4. */
export const alertmanagerWebhook: Format = {
  id: 'alertmanager.webhook',
  title: 'Alertmanager webhook: a notification, or one a line',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect(head) {
    const outline = outlineOf(head);
    // `groupKey` stands behind the alerts and may be beyond the head.
    return (
      hasAll(outline, 'receiver', 'alerts') && (outline.has('alerts[].startsAt') || outline.has('groupKey'))
    );
  },
  observer: (origin) => observerOf('alertmanager.webhook', origin, readPage),
};

function* readPage(page: Buffer): Generator<ReadRecord> {
  const document = documentOf(page);
  if (document === null) return;
  if ('value' in document) {
    yield* readNotification(page, document.byteOffset, document.value);
    return;
  }
  for (const line of jsonLines(page)) {
    const { byteOffset } = line;
    if ('why' in line) yield { byteOffset, reading: line };
    else yield* readNotification(page, byteOffset, line.value);
  }
}

/** One record an alert, and one, rejected, for alerts that `max_alerts` kept out of the notification. */
function* readNotification(page: Buffer, byteOffset: number, value: unknown): Generator<ReadRecord> {
  const notification = asObject(value);
  if (!Array.isArray(notification?.['alerts'])) {
    yield { byteOffset, reading: { why: 'alerts is not a list' } };
    return;
  }
  const left = asNumber(notification['truncatedAlerts']) ?? 0;
  if (left > 0)
    yield { byteOffset, reading: { why: `truncatedAlerts: ${left} alerts of the group are missing` } };
  for (const alert of elementsAt(page.subarray(byteOffset), notification, 'alerts')) {
    yield { byteOffset: byteOffset + alert.byteOffset, reading: readAlert(alert.value) };
  }
}

const SUMMARY_CHARS_MAX = 200;

/** A resolved alert tells both of its times; `endsAt` of a firing one is in the year 1. */
function readAlert(value: unknown): Reading {
  const alert = asObject(value);
  const labels = asObject(alert?.['labels']);
  if (alert === null || labels === null) return { why: 'an alert without labels' };
  const startsAt = timeIn('startsAt', alert['startsAt']);
  if ('why' in startsAt) return startsAt;
  const fired = factOf('alert.fired', startsAt.at, alert, labels);
  if (alert['status'] !== 'resolved') return [fired];
  const endsAt = timeIn('endsAt of a resolved alert', alert['endsAt']);
  if ('why' in endsAt) return endsAt;
  return [fired, factOf('alert.resolved', endsAt.at, alert, labels)];
}

function factOf(
  kind: 'alert.fired' | 'alert.resolved',
  at: string,
  alert: JsonObject,
  labels: JsonObject,
): Fact {
  const name = asText(labels['alertname']);
  const verb = kind === 'alert.fired' ? 'fired' : 'resolved';
  const said = asText(asObject(alert['annotations'])?.['summary']);
  return {
    at,
    clock: 'alert-firing',
    kind,
    summary: clip(`${name ?? 'alert'} ${verb}${said === undefined ? '' : `: ${said}`}`, SUMMARY_CHARS_MAX),
    attributes: present({
      'alert.name': name,
      'alert.fingerprint': asText(alert['fingerprint']),
      ...Object.fromEntries(
        Object.entries(labels)
          .filter(([label]) => label !== 'alertname')
          .map(([label, text]) => [`alert.label.${label}`, asText(text)]),
      ),
    }),
  };
}
