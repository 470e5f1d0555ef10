import type { JsonObject } from './json.ts';
import { asList, asObject, asText } from './json.ts';

/** What a web ACL does with what its rules match. */
export interface WafMode {
  /**
   * `count` as soon as one group, or one rule in it, is overridden to COUNT; `none` when no rule that it lists stops
   * anything, and neither does its default action.
   */
  readonly mode: 'block' | 'count' | 'none';
  /** Rule groups by the name that the web ACL gives them. */
  readonly ruleGroups: readonly string[];
  /** What only counts: `AWS-Common`, or `NoUserAgent_HEADER of AWS-Common`. */
  readonly counting: readonly string[];
}

/**
 * The mode that a web ACL's rules say, in the spelling of the API (`OverrideAction`) or of CloudTrail
 * (`overrideAction`); null when the rules are not there.
 */
export function wafModeOf(webAcl: JsonObject): WafMode | null {
  const listed = member(webAcl, 'Rules');
  if (!Array.isArray(listed)) return null;
  const rules = asList(listed)
    .map(asObject)
    .filter((rule) => rule !== null);
  const groups = rules.filter((rule) => groupStatementOf(rule) !== null);
  const counting = groups.flatMap(countingIn);
  const stops = actionOf(webAcl, 'DefaultAction') === 'block' || rules.some((rule) => stopsSomething(rule));
  return {
    mode: counting.length > 0 ? 'count' : stops ? 'block' : 'none',
    ruleGroups: groups.map(nameOf).filter((name) => name !== undefined),
    counting,
  };
}

/** What the mode means, in the words of a summary: `set to count: X only counts`. */
export function tellWafMode({ mode, counting }: WafMode): string {
  if (mode === 'none') return 'set to block nothing';
  if (counting.length === 0) return `set to ${mode}`;
  return `set to ${mode}: ${counting.join(', ')} only ${counting.length === 1 ? 'counts' : 'count'}`;
}

const nameOf = (rule: JsonObject): string | undefined => asText(member(rule, 'Name'));

/** The first letter of an action is upper case in the API and lower case in CloudTrail. */
const actionOf = (holder: JsonObject, name: string): string | undefined =>
  Object.keys(asObject(member(holder, name)) ?? {})[0]?.toLowerCase();

const STOPPING: ReadonlySet<string | undefined> = new Set(['block', 'captcha', 'challenge']);

/** A group whose rules are overridden to let requests through is not known to stop anything. */
function stopsSomething(rule: JsonObject): boolean {
  const group = groupStatementOf(rule);
  if (group === null) return STOPPING.has(actionOf(rule, 'Action'));
  const overrides = overridesOf(group);
  return overrides.length === 0 || overrides.some(({ action }) => STOPPING.has(action));
}

interface Override {
  readonly rule: string;
  readonly action: string | undefined;
}

const overridesOf = (group: JsonObject): readonly Override[] =>
  asList(member(group, 'RuleActionOverrides')).map((entry) => {
    const override = asObject(entry) ?? {};
    return { rule: nameOf(override) ?? 'unnamed rule', action: actionOf(override, 'ActionToUse') };
  });

function groupStatementOf(rule: JsonObject): JsonObject | null {
  const statement = asObject(member(rule, 'Statement')) ?? {};
  return (
    asObject(member(statement, 'ManagedRuleGroupStatement')) ??
    asObject(member(statement, 'RuleGroupReferenceStatement'))
  );
}

/** The group itself, or those of its rules that only count. */
function countingIn(rule: JsonObject): readonly string[] {
  const groupName = nameOf(rule) ?? 'unnamed group';
  if (actionOf(rule, 'OverrideAction') === 'count') return [groupName];
  const group = groupStatementOf(rule) ?? {};
  const excluded = asList(member(group, 'ExcludedRules')).map(
    (entry) => nameOf(asObject(entry) ?? {}) ?? 'unnamed rule',
  );
  const overridden = overridesOf(group)
    .filter(({ action }) => action === 'count')
    .map(({ rule: name }) => name);
  return [...excluded, ...overridden].map((name) => `${name} of ${groupName}`);
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
