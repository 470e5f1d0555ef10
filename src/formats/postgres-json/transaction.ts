import type { Outcome } from './facts.ts';
import { roleChangesOf } from './roles.ts';
import { statementsOf, type Token } from './sql.ts';

/** A statement and what became of what it did. */
export interface Settled<T> {
  readonly taken: T;
  readonly outcome: Outcome;
}

interface Held<T> {
  readonly taken: T;
  isUndone: boolean;
}

/** More than this are settled as if nothing were taken back: a session without end must not fill the memory. */
const HELD_MAX = 10_000;

/**
 * Follows one session through its transactions. Statements that change roles are held until it is known whether what
 * they did stands; all others are settled at once.
 */
export class Transaction<T> {
  #isOpen = false;
  #hasFailed = false;
  #held: Held<T>[] = [];
  #savepoints: { readonly name: string; readonly held: number }[] = [];

  /** A statement that ended, with an error or without. */
  take(taken: T, text: string, failed: boolean): readonly Settled<T>[] {
    if (failed) {
      this.fail();
      return [{ taken, outcome: 'failed' }];
    }
    const changesRoles = roleChangesOf(text).length > 0;
    const settled: Settled<T>[] = [];
    let own: Held<T> | undefined;
    for (const statement of statementsOf(text)) {
      const verdict = this.#control(statement);
      if (verdict !== undefined) settled.push(...this.leave(verdict));
      else if (changesRoles && own === undefined && this.#isOpen) {
        own = { taken, isUndone: false };
        this.#held.push(own);
      }
    }
    if (own === undefined) settled.push({ taken, outcome: 'succeeded' });
    if (this.#held.length > HELD_MAX) settled.push(...this.leave('not-committed'));
    return settled;
  }

  /** An error within a transaction dooms it, up to the last savepoint that is gone back to. */
  fail(): void {
    if (this.#isOpen) this.#hasFailed = true;
  }

  /** The transaction is over. */
  leave(end: 'succeeded' | 'rolled-back' | 'not-committed'): readonly Settled<T>[] {
    const outcome = end === 'succeeded' && this.#hasFailed ? 'rolled-back' : end;
    const settled = this.#held.map(({ taken, isUndone }) => ({
      taken,
      outcome: isUndone ? ('rolled-back' as const) : outcome,
    }));
    this.#isOpen = false;
    this.#hasFailed = false;
    this.#held = [];
    this.#savepoints = [];
    return settled;
  }

  /** How the statement ends the transaction; undefined when it does not. */
  #control(statement: readonly Token[]): 'succeeded' | 'rolled-back' | undefined {
    const words = statement.map(({ text }) => text);
    const [first = '', second = ''] = words;
    if (first === 'begin' || (first === 'start' && second === 'transaction')) this.#isOpen = true;
    else if (first === 'savepoint') this.#savepoints.push({ name: second, held: this.#held.length });
    else if (first === 'commit' || first === 'end') return 'succeeded';
    else if (first === 'abort') return 'rolled-back';
    else if (first === 'rollback') {
      if (!words.includes('to')) return 'rolled-back';
      this.#backTo(words.at(-1) ?? '');
    }
    return undefined;
  }

  #backTo(name: string): void {
    const savepoint = this.#savepoints.findLast((one) => one.name === name);
    for (const held of this.#held.slice(savepoint?.held ?? 0)) held.isUndone = true;
    this.#hasFailed = false;
  }
}
