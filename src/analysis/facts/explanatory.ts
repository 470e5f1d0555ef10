import type { SourcedObservation } from '../../domain/observation.ts';
import type { Window } from '../../domain/time.ts';
import type { KeysSeen, RateLimited, SignIns } from '../../lenses/lens.ts';
import { textOf } from '../../timeline/attributes.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { addTo, ranked } from '../../timeline/tally.ts';
import { cleaned } from '../../timeline/words.ts';

/** Facts of records that explanations look at, beside series, changes and the firewall's own. */
export interface ExplanatoryFacts {
  readonly signIns: SignIns;
  readonly rateLimited: readonly RateLimited[];
  readonly keys: readonly KeysSeen[];
  readonly refusedConnections: readonly { readonly atMs: number; readonly evidence: string }[];
}

interface Limited {
  count: number;
  fromMs: number;
  toMs: number;
  readonly paths: Map<string, number>;
  readonly evidence: Set<string>;
}

const BY_RATE = /rate/i;
/** SQLSTATE of PostgreSQL: no connection slot is left. */
const NO_SLOT = '53300';

export interface ExplanatoryCollector {
  add(sourced: SourcedObservation): void;
  facts(): ExplanatoryFacts;
}

export function explanatoryCollector(window: Window): ExplanatoryCollector {
  const signIns: Record<'failed' | 'succeeded', SignIns['failed'][number][]> = { failed: [], succeeded: [] };
  const signInEvidence = new Set<string>();
  const limited = new Map<string, Limited>();
  const keys = new Map<number, { readonly ids: Set<string>; readonly evidence: Set<string> }>();
  const refusedConnections: { atMs: number; evidence: string }[] = [];

  const addLimited = ({ observation, evidence }: SourcedObservation, atMs: number): void => {
    const rule = textOf(observation, 'security_rule.name') ?? '';
    if (textOf(observation, 'waf.rule_type') !== 'RATE_BASED' && !BY_RATE.test(rule)) return;
    const known = limited.get(rule) ?? {
      count: 0,
      fromMs: atMs,
      toMs: atMs,
      paths: new Map<string, number>(),
      evidence: new Set<string>(),
    };
    limited.set(rule, known);
    known.count += 1;
    known.fromMs = Math.min(known.fromMs, atMs);
    known.toMs = Math.max(known.toMs, atMs);
    addTo(known.paths, cleaned(textOf(observation, 'url.path') ?? 'unknown'));
    known.evidence.add(evidence);
  };

  return {
    add(sourced) {
      const { observation, evidence } = sourced;
      const atMs = Date.parse(observation.at);
      if (observation.kind === 'credential.present') {
        const seen = keys.get(atMs) ?? { ids: new Set(), evidence: new Set() };
        keys.set(atMs, seen);
        seen.ids.add(textOf(observation, 'credential.id') ?? 'unknown');
        seen.evidence.add(evidence);
      }
      if (atMs < window.fromMs || atMs >= window.toMs) return;
      if (observation.kind === 'auth.failed' || observation.kind === 'auth.succeeded') {
        signInEvidence.add(evidence);
        signIns[observation.kind === 'auth.failed' ? 'failed' : 'succeeded'].push({
          atMs,
          user: textOf(observation, 'user.name') ?? null,
          from: textOf(observation, 'client.address') ?? null,
        });
      }
      if (textOf(observation, 'db.response.status_code') === NO_SLOT)
        refusedConnections.push({ atMs, evidence });
      if (observation.kind === 'waf.blocked') addLimited(sourced, atMs);
    },
    facts: () => ({
      signIns: {
        failed: inTime(signIns.failed),
        succeeded: inTime(signIns.succeeded),
        evidence: sortedIds(signInEvidence),
      },
      rateLimited: [...limited]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([rule, { paths, evidence, ...rest }]) => ({
          ...rest,
          rule: cleaned(rule),
          path: ranked(paths)[0]?.[0] ?? null,
          evidence: sortedIds(evidence),
        })),
      keys: [...keys]
        .sort(([a], [b]) => a - b)
        .map(([atMs, { ids, evidence }]) => ({ atMs, ids: [...ids].sort(), evidence: sortedIds(evidence) })),
      refusedConnections: refusedConnections.toSorted(
        (a, b) => a.atMs - b.atMs || (a.evidence < b.evidence ? -1 : 1),
      ),
    }),
  };
}

const inTime = (list: SignIns['failed']): SignIns['failed'] =>
  list.toSorted((a, b) => a.atMs - b.atMs || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
