import { requireReadable } from '../collect/observe-file.ts';
import { sha256Hex } from '../domain/canonical.ts';
import type { FormatId } from '../domain/formats.ts';
import { type Incident, type Severity, standingNotes } from '../domain/incident.ts';
import { toIso, type Window, windowJson } from '../domain/time.ts';
import { closedAt } from '../record/retention.ts';
import { entriesOf } from './compliance/entries.ts';
import { act, type Context } from './context.ts';
import { importInto } from './import.ts';
import { reopen } from './lifecycle.ts';

export type AlertOrigin = 'alertmanager' | 'pagerduty';

/** A message of an alerting system about what it regards as one trouble. Texts are raw. */
export interface AlertMessage {
  readonly origin: AlertOrigin;
  /** Names the trouble in its origin: the same in all messages about it. */
  readonly group: string;
  /** Null: nothing of it is firing any more, so that it opens no incident. */
  readonly firing: {
    readonly sinceMs: number;
    /** When the last that is firing began. */
    readonly lastMs: number;
  } | null;
  readonly title: string;
  readonly severity: Severity | null;
  readonly services: readonly string[];
  readonly format: FormatId;
  /** Byte for byte as it came. */
  readonly bytes: Uint8Array;
}

export interface Alerts {
  /**
   * Keeps the message as evidence of the group's incident, which it opens when there is none. The message is durable,
   * and so is what follows from it, when this resolves; the same message again changes nothing, and is not `added`.
   * Null: the message neither belongs to an incident nor opens one. Throws what an import throws.
   */
  take(message: AlertMessage): Promise<{ readonly incident: string; readonly added: boolean } | null>;
}

/** What was wrong before the alert fired is looked at too: alerts wait for their condition to hold. */
const LEAD_MS = 15 * 60_000;

export const alertActor = (origin: AlertOrigin): string => `webhook:${origin}`;

export function createAlerts(context: Context): Alerts {
  return {
    async take(message) {
      const { origin, format, bytes } = message;
      const file = () => ({ name: `${origin}.json`, bytes: once(bytes), format, capturedAtMs: null });
      // What cannot be kept opens nothing.
      await requireReadable(file(), toIso(context.nowMs()), context.redactor('webhook'));
      const found = await incidentFor(context, message);
      if (found === null) return null;
      const { incident, key } = found;
      await takeUpAgain(context, incident, message);
      const { added } = await importInto(context, incident, file(), alertActor(origin));
      await context.jobs.enqueue('alert.opened', { incident, origin, key }, key);
      // Also for a repeated message: its first delivery may have ended between the import and this.
      await context.jobs.enqueue('alert.joined', { incident, origin }, `${key}:${sha256Hex(bytes)}`);
      return { incident, added };
    },
  };
}

/** An alert that begins to fire after an incident was resolved begins another cycle of it. */
async function takeUpAgain(context: Context, incident: string, message: AlertMessage): Promise<void> {
  const { firing, origin, title, bytes } = message;
  if (firing === null || (await context.store.incident(incident)).status !== 'resolved') return;
  const resolved = standingNotes(await context.store.notes(incident)).findLast(
    ({ phase }) => phase === 'resolved',
  );
  if (resolved !== undefined && firing.lastMs <= Date.parse(resolved.at)) return;
  await reopen(context, incident, `an alert fired again: ${title}`, alertActor(origin), sha256Hex(bytes));
}

interface Found {
  readonly incident: string;
  readonly key: string;
}

/**
 * A group has one incident at a time: another is opened only by an alert that began to fire after the last one was
 * closed. Openings of a group are numbered, so that two replicas that open at once open the same.
 */
async function incidentFor(context: Context, message: AlertMessage): Promise<Found | null> {
  const { firing } = message;
  const group = `alert:${message.origin}:${sha256Hex(message.group)}`;
  const { key, next, incident } = await newestOf(context, group);
  if (incident !== null) {
    const standing = await afterMerging(context, incident);
    const isNews = firing !== null && firing.lastMs > (await closedMs(context, standing));
    if (!isNews) return { incident: standing.id, key };
  }
  if (firing === null) return null;
  return { incident: await open(context, message, firing.sinceMs, next), key: next };
}

async function newestOf(
  context: Context,
  group: string,
): Promise<{ readonly key: string; readonly next: string; readonly incident: Incident | null }> {
  let incident: Incident | null = null;
  for (let opening = 1; ; opening += 1) {
    const next = `${group}:${opening}`;
    const known = await context.store.incidentOfRequest(next);
    if (known === null) return { key: `${group}:${opening - 1}`, next, incident };
    incident = known;
  }
}

/** Whoever merges incidents never makes a circle, so this ends. */
async function afterMerging(context: Context, incident: Incident): Promise<Incident> {
  const { closing } = incident;
  if (closing?.as !== 'merged') return incident;
  return afterMerging(context, await context.store.incident(closing.into));
}

/** Infinite while it is not closed: nothing fires after that. */
async function closedMs(context: Context, { id, status }: Incident): Promise<number> {
  if (status !== 'closed') return Number.POSITIVE_INFINITY;
  const at = closedAt(await entriesOf(context, id));
  return at === null ? Number.POSITIVE_INFINITY : Date.parse(at);
}

async function open(context: Context, message: AlertMessage, sinceMs: number, key: string): Promise<string> {
  const { origin, title, severity, services } = message;
  const incident = await context.store.startIncident(
    {
      title: (id) => context.redactor(id).redactText(title),
      severity,
      // Names are stored as they are: one in which there is something to redact is no name of a service.
      services: services.filter((name) => context.redactor('webhook').redactText(name) === name),
      window: windowJson(windowFrom(sinceMs, context.nowMs())),
      windowFollows: true,
    },
    act(context, alertActor(origin)),
    key,
  );
  return incident.id;
}

/** The sender's clock may be ahead of ours. */
const windowFrom = (sinceMs: number, nowMs: number): Window => {
  return { fromMs: Math.min(sinceMs, nowMs) - LEAD_MS, toMs: nowMs };
};

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
