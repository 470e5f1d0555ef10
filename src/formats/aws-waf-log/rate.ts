import type { AttributeValue } from '../../domain/observation.ts';
import type { JsonObject } from '../json.ts';
import { asList, asObject, asText } from '../json.ts';

/**
 * The rate-based rule that a request was counted under: the one that ended it, otherwise the first.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html (rateBasedRuleList)
 */
export function rateAttributes(record: JsonObject): Readonly<Record<string, AttributeValue | undefined>> {
  const rules = asList(record['rateBasedRuleList'])
    .map(asObject)
    .filter((rule) => rule !== null);
  const ended = asText(record['terminatingRuleId']);
  const rule = rules.find(({ rateBasedRuleName: name }) => name === ended) ?? rules[0];
  if (rule === undefined) return {};
  const values = asList(rule['customValues']).map(keyValueOf);
  return {
    'waf.rate.rule': asText(rule['rateBasedRuleName']) ?? asText(rule['rateBasedRuleId']),
    'waf.rate.key': asText(rule['limitKey']),
    'waf.rate.limit': wholeNumber(rule['maxRateAllowed']),
    'waf.rate.window_seconds': wholeNumber(rule['evaluationWindowSec']),
    'waf.rate.values': values.length === 0 ? undefined : values.filter((value) => value !== undefined),
  };
}

/** The log writes a window now as a number, now as text. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** `HEADER x-tenant=t1`, `IP=203.0.113.9`. */
function keyValueOf(value: unknown): string | undefined {
  const custom = asObject(value);
  const key = asText(custom?.['key']);
  if (key === undefined) return undefined;
  const named = [key, asText(custom?.['name'])].filter((part) => part !== undefined).join(' ');
  return `${named}=${asText(custom?.['value']) ?? ''}`;
}
