import { z } from 'zod';
import { oneLine } from '../domain/visible.ts';
import type { AlertMessage } from '../incident/alerts.ts';
import { serviceNames, TITLE_CHARACTERS_MAX } from './names.ts';
import type { PagerdutySettings } from './settings.ts';

const datetime = z.iso.datetime({ offset: true });
const eventSchema = z.object({
  event: z.object({
    id: z.string().min(1),
    event_type: z.string(),
    occurred_at: datetime,
    data: z.unknown(),
  }),
});

const named = z.object({ id: z.string().optional(), summary: z.string().optional() }).nullish();
const incidentSchema = z.object({
  id: z.string().min(1),
  title: z.string().default(''),
  created_at: datetime,
  service: named,
  priority: named,
  urgency: z.string().nullish(),
});

/** PagerDuty tries for some twenty minutes, and lets later events of a subscription wait behind. */
const AGE_MS_MAX = 24 * 3_600_000;
const AHEAD_MS_MAX = 15 * 60_000;

const TYPES = ['incident.triggered', 'incident.reopened', 'incident.acknowledged', 'incident.resolved'];

/**
 * An event of a V3 subscription, https://developer.pagerduty.com/docs/webhooks-overview. `ignored` is an event that
 * is about something else; `stale` one that is too old to be PagerDuty's own delivery of it, though it signed it once.
 * Throws zod's error.
 */
export function readEvent(
  json: unknown,
  bytes: Uint8Array,
  settings: PagerdutySettings,
  nowMs: number,
): AlertMessage | 'ignored' | 'stale' {
  const { event } = eventSchema.parse(json);
  const occurredMs = Date.parse(event.occurred_at);
  if (occurredMs < nowMs - AGE_MS_MAX || occurredMs > nowMs + AHEAD_MS_MAX) return 'stale';
  if (!TYPES.includes(event.event_type)) return 'ignored';
  const { id, title, created_at: createdAt, service, priority, urgency } = incidentSchema.parse(event.data);
  const sinceMs = event.event_type === 'incident.reopened' ? occurredMs : Date.parse(createdAt);
  const name = settings.services[service?.id ?? ''] ?? settings.services[service?.summary ?? ''];
  return {
    origin: 'pagerduty',
    group: id,
    firing: event.event_type === 'incident.resolved' ? null : { sinceMs, lastMs: sinceMs },
    title: oneLine(title, TITLE_CHARACTERS_MAX) || `PagerDuty incident ${id}`,
    severity: settings.severities[priority?.summary ?? ''] ?? settings.severities[urgency ?? ''] ?? null,
    services: serviceNames([name ?? service?.summary ?? '']),
    format: 'pagerduty.webhook',
    bytes,
  };
}
