import type { Incident } from '../domain/incident.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { RetentionPolicy } from '../domain/record.ts';
import { toIso } from '../domain/time.ts';
import { afterPeriod } from './period.ts';

/** How long an incident's content is kept. */
export interface Retention {
  /** `7y`. */
  readonly period: string;
  /** Which setting says so: a severity, or `default`. */
  readonly rule: string;
  /** What it is counted from: the close; while there is none, the last pack; without one, the start. */
  readonly countedFrom: { readonly what: 'close' | 'last pack' | 'start'; readonly at: string };
  readonly until: string;
}

/** Counted from what the ledger says, so that no row can shorten it. */
export function retentionOf(
  incident: Pick<Incident, 'severity' | 'startedAt'>,
  entries: readonly LedgerEntry[],
  policy: RetentionPolicy,
): Retention {
  const { severity } = incident;
  const own = severity === null ? undefined : policy[severity];
  const rule = own === undefined || severity === null ? 'default' : severity;
  const period = own ?? policy.default;
  const countedFrom = startOf(incident.startedAt, entries);
  const until = toIso(afterPeriod(Date.parse(countedFrom.at), period, `retention.${rule}`));
  return { period, rule, countedFrom, until };
}

export const isDue = (retention: Retention, nowMs: number): boolean => Date.parse(retention.until) <= nowMs;

const CLOSES: readonly string[] = ['incident.closed', 'incident.cancelled', 'incident.merged'];

/** When an incident that is closed was closed last, from its ledger; null while it is not. */
export function closedAt(entries: readonly LedgerEntry[]): string | null {
  const last = entries.findLast(({ type }) => CLOSES.includes(type) || type === 'incident.reopened');
  return last !== undefined && CLOSES.includes(last.type) ? last.at : null;
}

function startOf(startedAt: string, entries: readonly LedgerEntry[]): Retention['countedFrom'] {
  const closed = closedAt(entries);
  if (closed !== null) return { what: 'close', at: closed };
  const pack = entries.findLast(({ type }) => type === 'pack.written');
  if (pack) return { what: 'last pack', at: pack.at };
  return { what: 'start', at: startedAt };
}
