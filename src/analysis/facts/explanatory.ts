import type { SourcedObservation } from '../../domain/observation.ts';
import type { Window } from '../../domain/time.ts';
import type { Act, BlockingRule, DatabaseError, KeysSeen, SignIns } from '../../lenses/lens.ts';
import { textOf } from '../../timeline/attributes.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { cleaned } from '../../timeline/words.ts';

/** Facts of records that explanations look at, beside series, changes and the firewall's own. */
export interface ExplanatoryFacts {
  readonly signIns: SignIns;
  readonly blockingRules: readonly BlockingRule[];
  readonly keys: readonly KeysSeen[];
  readonly databaseErrors: readonly DatabaseError[];
  readonly acts: readonly Act[];
}

interface Blocking {
  isOfRate: boolean;
  readonly blocks: BlockingRule['blocks'][number][];
  readonly evidence: Set<string>;
}

/** Kinds of what people and programs do with rights that they were given or took. */
const ACTS = /^(?:access|api|auth|credential|role|data|logging|session)\./;
const BY_RATE = /rate/i;
export interface ExplanatoryCollector {
  add(sourced: SourcedObservation): void;
  facts(): ExplanatoryFacts;
}

export function explanatoryCollector(window: Window): ExplanatoryCollector {
  const signIns: Record<'failed' | 'succeeded', SignIns['failed'][number][]> = { failed: [], succeeded: [] };
  const signInEvidence = new Set<string>();
  const blocking = new Map<string, Blocking>();
  const keys = new Map<number, { readonly ids: Set<string>; readonly evidence: Set<string> }>();
  const databaseErrors: DatabaseError[] = [];
  const acts: Act[] = [];

  const addBlock = ({ observation, evidence }: SourcedObservation, atMs: number): void => {
    const rule =
      textOf(observation, 'security_rule.name') ??
      textOf(observation, 'security_rule.ruleset.name') ??
      'unnamed';
    const known = blocking.get(rule) ?? { isOfRate: false, blocks: [], evidence: new Set<string>() };
    blocking.set(rule, known);
    known.isOfRate ||= textOf(observation, 'waf.rule_type') === 'RATE_BASED' || BY_RATE.test(rule);
    known.blocks.push({
      atMs,
      path: textOf(observation, 'url.path') ?? 'unknown',
      client: textOf(observation, 'client.address') ?? 'unknown',
    });
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
      const address = textOf(observation, 'client.address');
      if (address !== undefined && ACTS.test(observation.kind)) {
        acts.push({
          atMs,
          kind: observation.kind,
          what: cleaned(observation.summary),
          who: cleaned(textOf(observation, 'user.name') ?? 'somebody'),
          key: textOf(observation, 'aws.access_key.id') ?? null,
          address: cleaned(address),
          evidence,
        });
      }
      const code = textOf(observation, 'db.response.status_code');
      if (code !== undefined) databaseErrors.push({ atMs, code, evidence });
      if (observation.kind === 'waf.blocked') addBlock(sourced, atMs);
    },
    facts: () => ({
      signIns: {
        failed: inTime(signIns.failed),
        succeeded: inTime(signIns.succeeded),
        evidence: sortedIds(signInEvidence),
      },
      blockingRules: [...blocking]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([rule, { isOfRate, blocks, evidence }]) => ({
          rule: cleaned(rule),
          isOfRate,
          blocks: inTime(blocks),
          evidence: sortedIds(evidence),
        })),
      keys: [...keys]
        .sort(([a], [b]) => a - b)
        .map(([atMs, { ids, evidence }]) => ({ atMs, ids: [...ids].sort(), evidence: sortedIds(evidence) })),
      databaseErrors: inTime(databaseErrors),
      acts: inTime(acts),
    }),
  };
}

const inTime = <Timed extends { readonly atMs: number }>(list: readonly Timed[]): readonly Timed[] =>
  list
    .map((one) => ({ one, key: JSON.stringify(one) }))
    .sort((a, b) => a.one.atMs - b.one.atMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ one }) => one);
