import { createGates } from './gates.ts';
import { type KeyRule, keyRules } from './key-rules.ts';
import { type PatternRule, patternRules } from './pattern-rules.ts';

/** Before the values of a statement in PostgreSQL's log. */
export const BOUND_VALUES = 'parameters: $';
/** The member that makes a JSON object a key (RFC 7517). */
export const KEY_TYPE = 'kty';
/** An escaped ASCII letter in JSON: it can hide any other gate. */
export const ESCAPED_ASCII = '\\u00';

export interface Gate {
  readonly literal: string;
  readonly patterns: readonly PatternRule[];
  readonly keys: readonly KeyRule[];
}

const literals = [
  ...new Set([
    ...patternRules.flatMap((rule) => rule.gates),
    ...keyRules.flatMap((rule) => rule.gates),
    BOUND_VALUES,
    KEY_TYPE,
    ESCAPED_ASCII,
  ]),
];

const table: readonly Gate[] = literals.map((literal) => ({
  literal,
  patterns: patternRules.filter((rule) => rule.gates.includes(literal)),
  keys: keyRules.filter((rule) => rule.gates.includes(literal)),
}));

/** Walks over the places of a text where a rule could apply. */
export const walkGates = createGates(literals);

export function gateAt(index: number): Gate {
  const gate = table[index];
  if (gate === undefined) throw new RangeError(`no gate ${index}`);
  return gate;
}
