import { canonicalJson, sha256Hex } from '../../domain/canonical.ts';
import { type GateTable, gateTable } from './gate-table.ts';
import { type KeyRule, keyRuleFinder, keyRules, namedSecretRules } from './key-rules.ts';
import { compileOwnRules, type OwnRule } from './own-rules.ts';
import { patternRules } from './pattern-rules.ts';
import { hiddenBySource, jwkPrivateMembers, revealableClasses, secretStatementWords } from './rules.ts';

/** All rules that a redactor goes by. */
export interface RuleSet extends GateTable {
  /** The rule for a value with this name before it. */
  keyRuleOf(key: string): KeyRule | null;
  /** Digest of the rules, own ones included. */
  readonly sha256: string;
}

const made = new Map<string, RuleSet>();
const MADE_MAX = 16;

/** The built-in rules, then those of a customer's own, which take nothing from them. */
export function ruleSetOf(own: readonly OwnRule[]): RuleSet {
  const key = canonicalJson(own);
  const before = made.get(key);
  if (before !== undefined) return before;
  const compiled = compileOwnRules(own);
  const keys = [...keyRules, ...compiled.keys];
  const patterns = [...patternRules, ...compiled.patterns];
  const set = {
    ...gateTable(patterns, [...keys, ...Object.values(namedSecretRules)]),
    keyRuleOf: keyRuleFinder(keys),
    sha256: digestOf(own),
  };
  if (made.size >= MADE_MAX) made.clear();
  made.set(key, set);
  return set;
}

const digestOf = (own: readonly OwnRule[]): string =>
  sha256Hex(
    canonicalJson({
      patterns: patternRules.map((rule) => ({
        ...rule,
        pattern: String(rule.pattern),
        more: String(rule.more ?? ''),
      })),
      keys: [...keyRules, ...Object.values(namedSecretRules)],
      hiddenBySource,
      jwkPrivateMembers,
      secretStatementWords,
      ...(own.length === 0 ? {} : { own }),
    }),
  );

/** Classes whose tokens may be opened for one value. */
export const classesToReveal = (own: readonly OwnRule[]): readonly string[] => [
  ...revealableClasses,
  ...new Set(own.filter(({ revealable }) => revealable).map((rule) => rule.class)),
];
