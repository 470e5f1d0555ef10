import type { Kind, SourcedObservation } from '../../domain/observation.ts';
import type { Window } from '../../domain/time.ts';
import { countsSqli, isBot, matchesSqli, textOf } from '../../timeline/attributes.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { addTo, type Tally } from '../../timeline/tally.ts';
import { cleaned } from '../../timeline/words.ts';
import { type BoundedTexts, boundedTexts } from './bounded-texts.ts';
import { countIn, minuteNumber, type PerMinute } from './minutes.ts';
import { payloadsOf } from './payloads.ts';

const PAYLOADS_MAX = 500;

/** What the firewall's own records of the window say. */
export interface WafFacts {
  readonly blocked: number;
  /** Of the blocks, those in AWS WAF logs, a minute: what the source's own totals can be set beside. */
  readonly awsBlocked: ReadonlyMap<number, number>;
  readonly bots: number;
  readonly counted: number;
  readonly blockedByRule: ReadonlyMap<string, number>;
  readonly blockedByRuleSet: ReadonlyMap<string, number>;
  readonly blockedByClient: ReadonlyMap<string, number>;
  readonly rulesByMinute: ReadonlyMap<number, ReadonlyMap<string, number>>;
  readonly sqliMatches: number;
  readonly sqliBlocked: number;
  readonly sqliClients: ReadonlyMap<string, number>;
  readonly sqliPaths: ReadonlyMap<string, number>;
  /** Requests that a SQL-injection rule matched and did not stop, a minute. */
  readonly sqliCounted: ReadonlyMap<number, number>;
  readonly payloads: BoundedTexts;
  /** Items that hold records of the window. */
  readonly evidence: readonly string[];
  readonly sqliEvidence: readonly string[];
}

const VERDICTS: ReadonlySet<Kind> = new Set([
  'waf.blocked',
  'waf.challenged',
  'waf.counted',
  'waf.allowed',
  'waf.detected',
]);

export interface WafCollector {
  add(sourced: SourcedObservation): void;
  facts(): WafFacts;
}

export function wafCollector(window: Window): WafCollector {
  const kinds: Tally = new Map();
  const tallies = {
    blockedByRule: new Map<string, number>(),
    blockedByRuleSet: new Map<string, number>(),
    blockedByClient: new Map<string, number>(),
    sqliClients: new Map<string, number>(),
    sqliPaths: new Map<string, number>(),
  };
  const rulesByMinute = new Map<number, Tally>();
  const awsBlocked: PerMinute = new Map();
  const sqliCounted: PerMinute = new Map();
  const payloads = boundedTexts(PAYLOADS_MAX);
  const evidenceIds = new Set<string>();
  const sqliIds = new Set<string>();
  let bots = 0;
  let sqliMatches = 0;
  let sqliBlocked = 0;

  const addBlock = ({ observation }: SourcedObservation, atMs: number): void => {
    const rule = cleaned(
      textOf(observation, 'security_rule.name') ??
        textOf(observation, 'security_rule.ruleset.name') ??
        'unnamed rule',
    );
    addTo(tallies.blockedByRule, rule);
    addTo(tallies.blockedByRuleSet, cleaned(textOf(observation, 'security_rule.ruleset.name') ?? rule));
    addTo(tallies.blockedByClient, cleaned(textOf(observation, 'client.address') ?? 'unknown'));
    const minute = minuteNumber(atMs);
    const ofMinute = rulesByMinute.get(minute) ?? new Map<string, number>();
    rulesByMinute.set(minute, ofMinute);
    addTo(ofMinute, rule);
    if (observation.format === 'aws.waf-log') countIn(awsBlocked, atMs);
    if (isBot(observation)) bots += 1;
  };

  const addSqli = ({ evidence, observation }: SourcedObservation, atMs: number): void => {
    sqliMatches += 1;
    sqliIds.add(evidence);
    if (observation.kind === 'waf.blocked') sqliBlocked += 1;
    if (countsSqli(observation)) countIn(sqliCounted, atMs);
    addTo(tallies.sqliClients, cleaned(textOf(observation, 'client.address') ?? 'unknown'));
    addTo(tallies.sqliPaths, cleaned(textOf(observation, 'url.path') ?? 'unknown'));
    for (const payload of payloadsOf(textOf(observation, 'url.query') ?? '')) payloads.add(payload);
  };

  return {
    add(sourced) {
      const { evidence, observation } = sourced;
      if (!VERDICTS.has(observation.kind)) return;
      const atMs = Date.parse(observation.at);
      if (atMs < window.fromMs || atMs >= window.toMs) return;
      evidenceIds.add(evidence);
      addTo(kinds, observation.kind);
      if (observation.kind === 'waf.blocked') addBlock(sourced, atMs);
      if (matchesSqli(observation)) addSqli(sourced, atMs);
    },
    facts: () => ({
      ...tallies,
      blocked: kinds.get('waf.blocked') ?? 0,
      counted: kinds.get('waf.counted') ?? 0,
      awsBlocked,
      bots,
      rulesByMinute,
      sqliMatches,
      sqliBlocked,
      sqliCounted,
      payloads,
      evidence: sortedIds(evidenceIds),
      sqliEvidence: sortedIds(sqliIds),
    }),
  };
}
