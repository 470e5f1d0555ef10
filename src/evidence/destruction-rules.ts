import { desc, sql } from 'drizzle-orm';
import { destructionRules } from '../../db/schema.ts';
import { canonicalJson } from '../domain/canonical.ts';
import type { DestructionRules } from '../domain/record.ts';
import type { Drizzle } from './database.ts';

/** Any number that no other program on the database uses for pg_advisory_xact_lock. */
const RULES_LOCK = 7_236_005;

/** What the database itself goes by, whatever the configuration says. */
export async function standingRules(db: Drizzle): Promise<DestructionRules> {
  const [row] = await db.select().from(destructionRules).orderBy(desc(destructionRules.number)).limit(1);
  if (!row) throw new Error('the database has no rules of destruction');
  const severities = Object.entries({ sev1: row.sev1, sev2: row.sev2, sev3: row.sev3, sev4: row.sev4 });
  return {
    retention: {
      default: row.retention,
      ...Object.fromEntries(severities.filter(([, set]) => set !== null)),
    },
    confirmation: row.confirmation,
  };
}

export const sameRules = (a: DestructionRules, b: DestructionRules): boolean =>
  canonicalJson(a) === canonicalJson(b);

/** Only the tables' owner may. */
export async function mayWriteRules(db: Drizzle): Promise<boolean> {
  const { rows } = await db.execute<{ may: boolean }>(
    sql`SELECT has_table_privilege('rca.destruction_rules', 'INSERT') AS may`,
  );
  return rows[0]?.may === true;
}

/** Enters the rules unless they stand. */
export function writeRules(db: Drizzle, rules: DestructionRules): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${RULES_LOCK})`);
    if (sameRules(await standingRules(tx), rules)) return;
    const { default: retention, sev1 = null, sev2 = null, sev3 = null, sev4 = null } = rules.retention;
    await tx.execute(sql`
      INSERT INTO rca.destruction_rules (number, retention, sev1, sev2, sev3, sev4, confirmation)
      SELECT max(number) + 1, ${retention}, ${sev1}, ${sev2}, ${sev3}, ${sev4}, ${rules.confirmation}
      FROM rca.destruction_rules`);
  });
}
