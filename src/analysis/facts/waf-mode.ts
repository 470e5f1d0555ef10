import { isSqliRule } from '../../timeline/attributes.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import type { Context } from '../context.ts';
import type { ConfigurationFact } from './configuration.ts';
import { MINUTE_MS } from './minutes.ts';

/** What evidence says about the firewall's mode over the window. */
export interface WafMode {
  /** Times in which evidence shows that SQL-injection rules only counted, or that the mode was COUNT. */
  readonly countMs: number;
  readonly countFromMs: number | null;
  readonly countToMs: number | null;
  /** The last known mode, the weakest of several web ACLs; null when nothing says it. */
  readonly last: 'block' | 'count' | 'none' | null;
  /** Whether the rule groups that were read include one against SQL injection; null when none were read. */
  readonly sqliRules: boolean | null;
  readonly evidence: readonly string[];
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** COUNT is shown by changes and readings that say so, and by matches that were let through. */
export function wafModeOf({ configuration, waf, window }: Context): WafMode {
  const modes = configuration.filter(({ key, value }) => key === 'waf.mode' && value !== undefined);
  const changes = modes.filter(({ changed }) => changed);
  const stretches = configuredStretches(modes, window.toMs);
  const counted = [...waf.sqliCounted.keys()].sort((a, b) => a - b);
  const changesMs = changes.map(({ at }) => Date.parse(at));
  const merged = union([...stretches, ...countedStretches(counted, changesMs)], window);
  const groups = configuration.flatMap(({ ruleGroups }) => ruleGroups);
  return {
    countMs: merged.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0),
    countFromMs: merged[0]?.fromMs ?? null,
    countToMs: merged.at(-1)?.toMs ?? null,
    last: lastMode(modes),
    sqliRules: groups.length === 0 ? null : groups.some(isSqliRule),
    evidence: sortedIds([
      ...modes.map(({ evidence }) => evidence),
      ...(counted.length > 0 ? waf.sqliEvidence : []),
    ]),
  };
}

/** The mode that each web ACL was last known to be in, the weaker one where they differ. */
function lastMode(modes: readonly ConfigurationFact[]): WafMode['last'] {
  const last = new Set(new Map(modes.map(({ name, value }) => [name, value])).values());
  return (['none', 'count', 'block'] as const).find((mode) => last.has(mode)) ?? null;
}

/** From a change to COUNT or to no rule that stops, or a reading of it, to the change to block; a reading of block does not say since when. */
const configuredStretches = (modes: readonly ConfigurationFact[], endMs: number): readonly Stretch[] =>
  modes.flatMap(({ at, name, value }, index) => {
    if (value !== 'count' && value !== 'none') return [];
    const next = modes.slice(index + 1).find((later) => later.name === name && later.value === 'block');
    const fromMs = Date.parse(at);
    if (!next) return [{ fromMs, toMs: endMs }];
    return next.changed ? [{ fromMs, toMs: Date.parse(next.at) }] : [];
  });

/** Between two changes of mode, from the first match that was let through to the next change or the last match. */
function countedStretches(minutes: readonly number[], changesMs: readonly number[]): readonly Stretch[] {
  const bounds = [Number.NEGATIVE_INFINITY, ...changesMs, Number.POSITIVE_INFINITY];
  return bounds.slice(1).flatMap((toMs, index) => {
    const fromMs = bounds[index] ?? Number.NEGATIVE_INFINITY;
    // The minute in which the mode changed belongs to the mode before it.
    const inside = minutes.filter((minute) => minute * MINUTE_MS >= fromMs && minute * MINUTE_MS < toMs);
    const [first, last] = [inside[0], inside.at(-1)];
    if (first === undefined || last === undefined) return [];
    const endMs = Number.isFinite(toMs) ? toMs : (last + 1) * MINUTE_MS;
    return [{ fromMs: first * MINUTE_MS, toMs: endMs }];
  });
}

function union(stretches: readonly Stretch[], window: Stretch): readonly Stretch[] {
  const merged: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of [...stretches].sort((a, b) => a.fromMs - b.fromMs)) {
    const inside = { fromMs: Math.max(fromMs, window.fromMs), toMs: Math.min(toMs, window.toMs) };
    if (inside.fromMs >= inside.toMs) continue;
    const open = merged.at(-1);
    if (open && inside.fromMs <= open.toMs) open.toMs = Math.max(open.toMs, inside.toMs);
    else merged.push(inside);
  }
  return merged;
}
