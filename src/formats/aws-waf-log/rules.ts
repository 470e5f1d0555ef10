import type { JsonObject } from '../json.ts';
import { asList, asObject, asText } from '../json.ts';

/** Which rules of a web ACL a request matched, and which one ended its inspection. */
export interface RuleMatches {
  /** Every rule that matched, in the record's order. */
  readonly matched: readonly string[];
  /** Those that matched and did not stop the request. */
  readonly counted: readonly string[];
  /** The rule that ended inspection, whether it stopped or allowed the request; for a group the rule inside it. */
  readonly deciding: { readonly rule: string; readonly ruleSet: string | undefined } | null;
  /** Rule group of the first counted rule. */
  readonly countedRuleSet: string | undefined;
}

const GROUP_TYPES: ReadonlySet<unknown> = new Set(['GROUP', 'MANAGED_RULE_GROUP']);
const DEFAULT_ACTION = 'Default_Action';

/**
 * A match counts in three places: `nonTerminatingMatchingRules` of the record, the same of a rule group, and
 * `excludedRules` of a group (web ACLs from before October 2022). A group that is overridden to COUNT shows
 * the rule that would have ended it as its `terminatingRule` although the request went on.
 */
export function ruleMatchesOf(record: JsonObject, verdict: string): RuleMatches {
  const groups = asList(record['ruleGroupList']).map(asObject);
  const terminatingId = asText(record['terminatingRuleId']);
  const endedByRule = terminatingId !== undefined && terminatingId !== DEFAULT_ACTION;
  const endedByGroup = endedByRule && GROUP_TYPES.has(record['terminatingRuleType']);
  const decidingGroup = endedByGroup
    ? groups.findLast((group) => terminatingRuleOf(group, verdict) !== null)
    : undefined;
  const decidingInGroup = decidingGroup === undefined ? null : terminatingRuleOf(decidingGroup, verdict);

  const matched: string[] = [];
  const counted: string[] = [];
  let countedRuleSet: string | undefined;
  if (endedByRule && decidingInGroup === null) matched.push(terminatingId);
  for (const group of groups) {
    if (group === null) continue;
    const countedInGroup = countedRulesOf(group);
    const terminating = asText(asObject(group['terminatingRule'])?.['ruleId']);
    if (terminating !== undefined) {
      matched.push(terminating);
      if (group !== decidingGroup) countedInGroup.unshift(terminating);
    }
    if (countedInGroup.length > 0) countedRuleSet ??= ruleSetName(group['ruleGroupId']);
    counted.push(...countedInGroup);
    matched.push(...countedInGroup);
  }
  const countedAtTop = ruleIds(record['nonTerminatingMatchingRules']);
  counted.push(...countedAtTop);
  matched.push(...countedAtTop);
  return {
    matched: unique(matched),
    counted: unique(counted),
    deciding: endedByRule
      ? { rule: decidingInGroup ?? terminatingId, ruleSet: endedByGroup ? terminatingId : undefined }
      : null,
    countedRuleSet,
  };
}

/**
 * The rule that ended a group's inspection with this verdict, unless it only counted: an allowed request was not
 * allowed by a rule that would have blocked.
 */
function terminatingRuleOf(group: JsonObject | null, verdict: string): string | null {
  const rule = asObject(group?.['terminatingRule']);
  const action = asText(rule?.['action']);
  const isOther = verdict === 'ALLOW' ? action !== 'ALLOW' : action === 'ALLOW';
  return rule === null || action === 'COUNT' || isOther ? null : (asText(rule['ruleId']) ?? null);
}

const countedRulesOf = (group: JsonObject): string[] => [
  ...ruleIds(group['nonTerminatingMatchingRules']),
  ...ruleIds(group['excludedRules']),
];

function ruleIds(rules: unknown): string[] {
  const ids: string[] = [];
  for (const rule of asList(rules)) {
    const id = asText(asObject(rule)?.['ruleId']);
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

const unique = (names: readonly string[]): readonly string[] =>
  names.length < 2 ? names : [...new Set(names)];

/** `AWS#Name#Version_1.2` and `arn:…:rulegroup/Name/id` as the rule that uses the group is called by default. */
function ruleSetName(groupId: unknown): string | undefined {
  const id = asText(groupId);
  if (id === undefined) return undefined;
  if (id.startsWith('arn:')) return id.split('/').at(-2) ?? id;
  const [vendor, name] = id.split('#');
  return name === undefined ? id : `${vendor}-${name}`;
}
