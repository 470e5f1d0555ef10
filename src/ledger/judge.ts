import { z } from 'zod';
import type { LedgerEntry } from '../domain/ledger.ts';
import { catalogue } from './catalogue.ts';
import { filled } from './facts.ts';
import { INSTANT } from './members.ts';

/** What stands before an entry. */
export interface Standing {
  /** Time of the latest entry, in milliseconds since 1970; null before the first. */
  readonly latestMs: number | null;
  has(fact: string): boolean;
  hasAny(beginning: string): boolean;
}

/** How an entry changes what stands. */
export interface Effects {
  readonly needs: readonly string[];
  readonly gives: readonly string[];
  readonly ends: readonly string[];
}

/**
 * Ledgers that were written before times were taken from the database's clock hold times of several machines: what two
 * clocks that are both meant to be right may be apart.
 */
export const BACK_TOLERATED_MS = 5 * 60_000;

/** What an entry must not do, in words that follow `entry 5`; empty when it may stand here. `backMs` is tolerated. */
export function ruleFaults(entry: LedgerEntry, before: Standing, backMs: number): readonly string[] {
  const rules = catalogue.get(entry.type);
  if (rules === undefined) return [`is of the unknown type ${JSON.stringify(entry.type)}`];
  const body = rules.body.safeParse(entry.body);
  if (!body.success) return [`is no ${entry.type}: ${placeOf(body.error)}`];
  const facts = (templates: readonly string[]) => templates.flatMap((each) => filled(each, entry.body));
  return [
    ...timeFaults(entry.at, before, backMs),
    ...facts(rules.needs)
      .filter((fact) => !before.has(fact))
      .map((fact) => `(${entry.type}) needs what no entry before it gives: ${fact}`),
    ...facts(rules.once)
      .filter((fact) => before.has(fact))
      .map((fact) => `(${entry.type}) states again what is stated once: ${fact}`),
    ...facts(rules.bars)
      .filter((fact) => (fact.endsWith('…') ? before.hasAny(fact.slice(0, -1)) : before.has(fact)))
      .map((fact) => `(${entry.type}) may not stand where ${fact.replace(/: …$/, '')}`),
  ];
}

function timeFaults(at: string, { latestMs }: Standing, backMs: number): readonly string[] {
  const atMs = timeOf(at);
  if (atMs === undefined) return [`has no time that exists: ${JSON.stringify(at)}`];
  if (latestMs === null || atMs >= latestMs - backMs) return [];
  return [`is of ${at}, before an earlier entry of ${new Date(latestMs).toISOString()}`];
}

/** Milliseconds since 1970 of an entry's time; undefined for what is none. */
export function timeOf(at: string): number | undefined {
  if (!INSTANT.test(at)) return undefined;
  const atMs = Date.parse(at);
  // A day that the month has not would be read as one of the next.
  return Number.isNaN(atMs) || !new Date(atMs).toISOString().startsWith(at.slice(0, 10)) ? undefined : atMs;
}

/** The facts that a judgement of an entry asks for; one that ends in `…` means every fact that begins so. */
export function askedFor({ type, body }: LedgerEntry): readonly string[] {
  const rules = catalogue.get(type);
  if (rules === undefined) return [];
  return [...rules.needs, ...rules.once, ...rules.bars].flatMap((each) => filled(each, body));
}

/** What an entry without faults changes. */
export function effectsOf({ type, body }: LedgerEntry): Effects {
  const rules = catalogue.get(type);
  const facts = (templates: readonly string[] = []) => templates.flatMap((each) => filled(each, body));
  return {
    needs: facts(rules?.needs),
    gives: [...facts(rules?.once), ...facts(rules?.gives)],
    ends: facts(rules?.ends),
  };
}

/** The member at fault, and what would be right there. */
function placeOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  const [line = ''] = z.prettifyError(error).split('\n');
  return `${path === '' ? 'body' : path}: ${line.replace(/^✖ /, '')}`;
}
