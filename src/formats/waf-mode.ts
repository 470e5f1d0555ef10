import type { JsonObject } from './json.ts';
import { asList, asObject, asText } from './json.ts';

/** What the rules of a web ACL do with a match in a rule group. */
export interface WafMode {
  /** `count` as soon as one group, or one rule in it, is overridden to COUNT. */
  readonly mode: 'block' | 'count';
  /** Rule groups by the name that the web ACL gives them. */
  readonly ruleGroups: readonly string[];
}

/**
 * The mode that a web ACL's rules say, in the spelling of the API (`OverrideAction`) or of CloudTrail
 * (`overrideAction`); null when the rules are not there.
 */
export function wafModeOf(rules: unknown): WafMode | null {
  if (!Array.isArray(rules)) return null;
  const groups = asList(rules)
    .map(asObject)
    .filter((rule) => rule !== null)
    .filter((rule) => groupStatementOf(rule) !== null);
  return {
    mode: groups.some(countsOnly) ? 'count' : 'block',
    ruleGroups: groups.map((rule) => asText(member(rule, 'Name'))).filter((name) => name !== undefined),
  };
}

function groupStatementOf(rule: JsonObject): JsonObject | null {
  const statement = asObject(member(rule, 'Statement')) ?? {};
  return (
    asObject(member(statement, 'ManagedRuleGroupStatement')) ??
    asObject(member(statement, 'RuleGroupReferenceStatement'))
  );
}

function countsOnly(rule: JsonObject): boolean {
  const override = asObject(member(rule, 'OverrideAction')) ?? {};
  if (member(override, 'Count') !== undefined) return true;
  const group = groupStatementOf(rule) ?? {};
  if (asList(member(group, 'ExcludedRules')).length > 0) return true;
  return asList(member(group, 'RuleActionOverrides')).some((entry) => {
    const action = asObject(member(asObject(entry) ?? {}, 'ActionToUse')) ?? {};
    return member(action, 'Count') !== undefined;
  });
}

/** A member by its API name, or by the same with its first letter in lower case. */
function member(object: JsonObject, name: string): unknown {
  const lower = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return Object.hasOwn(object, name)
    ? object[name]
    : Object.hasOwn(object, lower)
      ? object[lower]
      : undefined;
}
