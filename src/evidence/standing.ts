import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { ledgerFacts, ledgerHeads } from '../../db/schema.ts';
import { userError } from '../domain/errors.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { askedFor, BACK_TOLERATED_MS, effectsOf, ruleFaults, timeOf } from '../ledger/judge.ts';
import type { Drizzle } from './database.ts';

/** Throws `ENTRY_REFUSED` unless each may stand where it is to be appended, by the rules that readers go by. */
export async function refuseUnruly(
  tx: Drizzle,
  incident: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const facts = await standingFacts(tx, incident, entries.flatMap(askedFor));
  let latestMs = await latestOf(tx, incident);
  for (const entry of entries) {
    const standing = {
      latestMs,
      has: (fact: string) => facts.has(fact),
      hasAny: (beginning: string) => [...facts].some((fact) => fact.startsWith(beginning)),
    };
    const [fault] = ruleFaults(entry, standing, BACK_TOLERATED_MS);
    if (fault !== undefined) throw entryRefused(incident, entry.seq, fault);
    const { gives, ends } = effectsOf(entry);
    for (const fact of gives) facts.add(fact);
    for (const fact of ends) facts.delete(fact);
    latestMs = Math.max(latestMs ?? 0, timeOf(entry.at) ?? 0);
  }
}

/** Those of the asked ones that stand, and all that begin as one that ends in `…`. */
export async function standingFacts(
  tx: Drizzle,
  incident: string,
  asked: readonly string[],
): Promise<Set<string>> {
  const whole = [...new Set(asked.filter((fact) => !fact.endsWith('…')))];
  const beginnings = new Set(asked.filter((fact) => fact.endsWith('…')).map((fact) => fact.slice(0, -1)));
  const conditions = [
    ...(whole.length > 0 ? [inArray(ledgerFacts.fact, whole)] : []),
    ...[...beginnings].map((beginning) => sql`starts_with(${ledgerFacts.fact}, ${beginning})`),
  ];
  if (conditions.length === 0) return new Set();
  const rows = await tx
    .select({ fact: ledgerFacts.fact })
    .from(ledgerFacts)
    .where(and(eq(ledgerFacts.incident, incident), or(...conditions)));
  return new Set(rows.map(({ fact }) => fact));
}

async function latestOf(tx: Drizzle, incident: string): Promise<number | null> {
  const [head] = await tx
    .select({ latest: ledgerHeads.latest })
    .from(ledgerHeads)
    .where(eq(ledgerHeads.incident, incident));
  return head?.latest?.getTime() ?? null;
}

const entryRefused = (incident: string, seq: number, fault: string) =>
  userError({
    code: 'ENTRY_REFUSED',
    message: `entry ${seq} of the ledger of ${incident} ${fault}`,
    mend: 'nothing was stored; see what the store holds with: rca verify --store',
  });
