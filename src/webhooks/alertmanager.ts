import { z } from 'zod';
import { type Severity, severities } from '../domain/incident.ts';
import { oneLine } from '../domain/visible.ts';
import type { AlertMessage } from '../incident/alerts.ts';
import { serviceNames, TITLE_CHARACTERS_MAX } from './names.ts';
import type { AlertmanagerSettings } from './settings.ts';

const texts = z.record(z.string(), z.string());
const alertSchema = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  startsAt: z.iso.datetime({ offset: true }),
});
type Alert = z.infer<typeof alertSchema>;

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const notificationSchema = z.object({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  alerts: z.array(alertSchema).min(1),
  commonLabels: texts.default({}),
  commonAnnotations: texts.default({}),
});

/** A notification is about one group; it fires while one of its alerts does. Throws zod's error. */
export function readNotification(
  json: unknown,
  bytes: Uint8Array,
  settings: AlertmanagerSettings,
): AlertMessage {
  const { groupKey, alerts, commonLabels, commonAnnotations } = notificationSchema.parse(json);
  const firing = alerts.filter(({ status }) => status === 'firing');
  const starts = firing.map(({ startsAt }) => Date.parse(startsAt));
  const title =
    commonAnnotations['summary'] ?? commonLabels['alertname'] ?? alerts[0]?.labels['alertname'] ?? '';
  return {
    origin: 'alertmanager',
    group: groupKey,
    firing: firing.length === 0 ? null : { sinceMs: least(starts), lastMs: -least(starts.map((at) => -at)) },
    title: oneLine(title, TITLE_CHARACTERS_MAX) || 'Alert',
    severity: worst(firing, settings),
    services: serviceNames(
      firing.flatMap(({ labels }) => settings.serviceLabels.map((label) => labels[label] ?? '')),
    ),
    format: 'alertmanager.webhook',
    bytes,
  };
}

const least = (numbers: readonly number[]): number =>
  numbers.reduce((low, next) => Math.min(low, next), Number.POSITIVE_INFINITY);

function worst(alerts: readonly Alert[], settings: AlertmanagerSettings): Severity | null {
  const found = new Set(
    alerts.map(({ labels }) => settings.severities[labels[settings.severityLabel] ?? '']),
  );
  return severities.find((severity) => found.has(severity)) ?? null;
}
