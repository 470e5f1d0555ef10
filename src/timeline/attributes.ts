import type { AttributeValue, Observation } from '../domain/observation.ts';

/** A text attribute; undefined when it is absent or of another type. Numbers are spelled out. */
export function textOf(observation: Observation, name: string): string | undefined {
  const value = observation.attributes[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** A list attribute; empty when it is absent. */
export function listOf(observation: Observation, name: string): readonly string[] {
  const value: AttributeValue | undefined = observation.attributes[name];
  return isList(value) ? value : [];
}

const isList = (value: AttributeValue | undefined): value is readonly string[] => Array.isArray(value);

const SQLI_NAME = /sqli|sql[-_ ]?inj/i;
/** The OWASP Core Rule Set keeps SQL injection under 942xxx. */
const SQLI_CRS_ID = /^942\d{3}$/;

export const isSqliRule = (rule: string): boolean => SQLI_NAME.test(rule) || SQLI_CRS_ID.test(rule);

/** Whether any rule that matched the request, stopping it or not, looks for SQL injection. */
export function matchesSqli(observation: Observation): boolean {
  return (
    isSqliRule(textOf(observation, 'security_rule.name') ?? '') ||
    isSqliRule(textOf(observation, 'security_rule.ruleset.name') ?? '') ||
    listOf(observation, 'waf.matched_rules').some(isSqliRule) ||
    listOf(observation, 'waf.counted_rules').some(isSqliRule)
  );
}

/** Whether a SQL-injection rule matched the request and did not stop it. */
export const countsSqli = (observation: Observation): boolean =>
  listOf(observation, 'waf.counted_rules').some(isSqliRule) ||
  (observation.kind === 'waf.counted' && matchesSqli(observation));

const BOT_LABEL = 'awswaf:managed:aws:bot-control:';

export const isBot = (observation: Observation): boolean =>
  listOf(observation, 'waf.labels').some((label) => label.startsWith(BOT_LABEL));
