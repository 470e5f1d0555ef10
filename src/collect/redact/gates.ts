const NONE = -1;
/** What a small letter of ASCII has and its capital has not. */
const CASE_BIT = 0x20;

/** Walks over a text once and stops where one of the literals ends. */
export interface GateWalk {
  /** Offset behind the next literal, or -1. */
  next(): number;
  /** Index of the literal that `next` stopped at: the longest one that ends there. */
  literal(): number;
  /** Goes on at a later offset. */
  skipTo(offset: number): void;
}

/**
 * Finds literals in a string of bytes, ASCII letters in either case, in one pass and in linear time (Aho and
 * Corasick, 1975, as a full automaton).
 */
export function createGates(literals: readonly string[]): (text: string) => GateWalk {
  const { symbolOf, next, literalAt } = automatonOf(literals);
  return (text) => {
    let offset = 0;
    let state = 0;
    let found = NONE;
    return {
      next() {
        // Locals: a variable that the closure shares costs a memory access for each byte.
        const length = text.length;
        let at = offset;
        let row = state;
        let index = NONE;
        while (at < length && index === NONE) {
          row = next[row + (symbolOf[text.charCodeAt(at) & 0xff] as number)] as number;
          index = literalAt[row] as number;
          at += 1;
        }
        offset = at;
        state = row;
        found = index;
        return index === NONE ? NONE : at;
      },
      literal: () => found,
      skipTo(to) {
        if (to <= offset) return;
        offset = to;
        state = 0;
      },
    };
  };
}

interface Automaton {
  /** Of a byte: its column in a state's row; 0 for bytes that no literal has. */
  readonly symbolOf: Uint8Array;
  /** A state is the offset of its row. */
  readonly next: Int32Array;
  readonly literalAt: Int32Array;
}

function automatonOf(literals: readonly string[]): Automaton {
  const { symbolOf, symbols } = alphabetOf(literals);
  const statesMax = literals.reduce((sum, literal) => sum + literal.length, 1);
  const next = new Int32Array(statesMax * symbols);
  const literalAt = new Int32Array(statesMax * symbols).fill(NONE);
  let rows = 1;
  for (const [index, literal] of literals.entries()) {
    let state = 0;
    for (const character of literal) {
      const cell = state + (symbolOf[character.charCodeAt(0)] as number);
      if (next[cell] === 0) next[cell] = rows++ * symbols;
      state = next[cell] as number;
    }
    literalAt[state] = index;
  }
  closeOver(next, literalAt, symbols);
  return { symbolOf, next, literalAt };
}

function alphabetOf(literals: readonly string[]): { symbolOf: Uint8Array; symbols: number } {
  const symbolOf = new Uint8Array(256);
  let symbols = 1;
  for (const character of new Set(literals.join(''))) {
    symbolOf[character.charCodeAt(0)] = symbols;
    if (character >= 'a' && character <= 'z') symbolOf[character.charCodeAt(0) - CASE_BIT] = symbols;
    symbols += 1;
  }
  return { symbolOf, symbols };
}

/** Breadth first: where the trie has no branch, go on as the longest proper suffix does. */
function closeOver(next: Int32Array, literalAt: Int32Array, symbols: number): void {
  const suffixOf = new Map<number, number>([[0, 0]]);
  const queue = [0];
  for (const state of queue) {
    const suffix = suffixOf.get(state) ?? 0;
    if (literalAt[state] === NONE) literalAt[state] = literalAt[suffix] as number;
    for (let symbol = 0; symbol < symbols; symbol += 1) {
      const child = next[state + symbol] as number;
      const onward = state === 0 ? 0 : (next[suffix + symbol] as number);
      if (child === 0) {
        next[state + symbol] = onward;
      } else {
        suffixOf.set(child, onward);
        queue.push(child);
      }
    }
  }
}
