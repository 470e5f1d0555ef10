import { createGates, type GateWalk } from './gates.ts';
import type { KeyRule } from './key-rules.ts';
import type { PatternRule } from './pattern-rules.ts';
import { SQL_LIST_GATES } from './sql-lists.ts';

/** Before the values of a statement in PostgreSQL's log. */
export const BOUND_VALUES = 'parameters: $';
/** The member that makes a JSON object a key (RFC 7517). */
export const KEY_TYPE = 'kty';
/** An escaped ASCII letter in JSON: it can hide any other gate. */
const ESCAPED_ASCII = '\\u00';

export interface Gate {
  readonly literal: string;
  /** Rules of this literal, then of shorter ones that end where it does, each with its own gate's length. */
  readonly patterns: readonly { readonly rule: PatternRule; readonly gateLength: number }[];
  readonly keys: readonly KeyRule[];
  /** Length of the literal that a list of SQL begins with; 0 where none does. */
  readonly sqlListLength: number;
}

export interface GateTable {
  /** Walks over the places of a text where a rule could apply. */
  walkGates(text: string): GateWalk;
  gateAt(index: number): Gate;
}

export function gateTable(patterns: readonly PatternRule[], keys: readonly KeyRule[]): GateTable {
  const literals = [
    ...new Set([
      ...patterns.flatMap((rule) => rule.gates),
      ...keys.flatMap((rule) => rule.gates),
      BOUND_VALUES,
      KEY_TYPE,
      ...SQL_LIST_GATES,
      ESCAPED_ASCII,
    ]),
  ];
  const table = literals.map((literal): Gate => {
    const endings = literals
      .filter((other) => literal.endsWith(other))
      .toSorted((a, b) => b.length - a.length);
    return {
      literal,
      patterns: endings.flatMap((ending) =>
        patterns
          .filter((rule) => rule.gates.includes(ending))
          .map((rule) => ({ rule, gateLength: ending.length })),
      ),
      keys: keys.filter((rule) => endings.some((ending) => rule.gates.includes(ending))),
      sqlListLength: endings.find((ending) => SQL_LIST_GATES.includes(ending))?.length ?? 0,
    };
  });
  return {
    walkGates: createGates(literals),
    gateAt(index) {
      const gate = table[index];
      if (gate === undefined) throw new RangeError(`no gate ${index}`);
      return gate;
    },
  };
}
