import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyRules } from '../../../src/collect/redact/key-rules.ts';
import { patternRules } from '../../../src/collect/redact/pattern-rules.ts';
import { tokenClasses } from '../../../src/collect/redact/rules.ts';
import { builtInRules } from '../../../src/domain/redaction-totals.ts';

test('each built-in rule has words for what it hides, and the classes that it puts into tokens', () => {
  const classes = new Map<string, Set<string>>([
    ['ip-address', new Set(['ip'])],
    ['jwk-private', new Set(['private-key'])],
    ['sql-bound-value', new Set(['password'])],
    ['named-secret', new Set(['secret'])],
    ['attack-kept', new Set()],
    ['encoded-secret', new Set(tokenClasses.filter((tokenClass) => tokenClass !== 'ip'))],
  ]);
  for (const rule of [...keyRules, ...patternRules])
    classes.set(rule.rule, (classes.get(rule.rule) ?? new Set()).add(rule.class));
  const told = Object.entries(builtInRules).map(([rule, words]) => [rule, words.classes.toSorted()]);
  assert.deepEqual(
    Object.fromEntries(told),
    Object.fromEntries([...classes].map(([rule, set]) => [rule, [...set].toSorted()])),
  );
});
