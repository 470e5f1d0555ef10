import { type KeyRule, keyRules } from './rules.ts';

const KEY_CHARACTERS_MAX = 80;
const KNOWN_KEYS_MAX = 10_000;

const known = new Map<string, KeyRule | null>();

/** The rule for a value with this name before it. */
export function keyRuleOf(key: string): KeyRule | null {
  if (key.length > KEY_CHARACTERS_MAX) return null;
  const before = known.get(key);
  if (before !== undefined) return before;
  const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  const rule = keyRules.find((candidate) => matches(candidate, name)) ?? null;
  if (known.size >= KNOWN_KEYS_MAX) known.clear();
  // A copy: a part of a string keeps the whole of it, here a page, in memory.
  known.set(Buffer.from(key, 'latin1').toString('latin1'), rule);
  return rule;
}

const matches = (rule: KeyRule, name: string): boolean =>
  rule.is.includes(name) ||
  (rule.endsWith.some((ending) => name.endsWith(ending)) && !rule.isNot.includes(name));
