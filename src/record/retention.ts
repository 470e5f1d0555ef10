import { type Incident, type Severity, severities } from '../domain/incident.ts';
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
  const countedFrom = startOf(incident.startedAt, entries);
  const rules = rulesOf(incident.severity, entries, policy).map(({ rule, period }) => ({
    rule,
    period,
    untilMs: afterPeriod(Date.parse(countedFrom.at), period, `retention.${rule}`),
  }));
  const { rule, period, untilMs } = rules.reduce((longest, other) =>
    other.untilMs > longest.untilMs ? other : longest,
  );
  return { period, rule, countedFrom, until: toIso(untilMs) };
}

/** Of the severity that it has first, then of each that the ledger has named: a lowered one shortens nothing. */
function rulesOf(severity: Severity | null, entries: readonly LedgerEntry[], policy: RetentionPolicy) {
  const named = entries
    .filter(({ type }) => type.startsWith('incident.'))
    .flatMap(({ body }) => severities.filter((one) => one === body['severity']));
  return [...new Set([severity, ...named])].map((one) => {
    const own = one === null ? undefined : policy[one];
    return own === undefined || one === null
      ? { rule: 'default', period: policy.default }
      : { rule: one, period: own };
  });
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
