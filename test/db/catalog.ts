import { sql } from 'drizzle-orm';
import type { Drizzle } from '../../src/evidence/database.ts';

const SCHEMA = `'rca'::regnamespace`;

/** Each gives statements in a settled order; what differs from version to version of PostgreSQL is left out. */
const QUERIES = [
  `SELECT format('CREATE DOMAIN %s AS %s %s;', t.oid::regtype, format_type(t.typbasetype, t.typtypmod),
     (SELECT string_agg(pg_get_constraintdef(c.oid), ' ' ORDER BY c.conname)
        FROM pg_constraint c WHERE c.contypid = t.oid)) AS line
   FROM pg_type t WHERE t.typnamespace = ${SCHEMA} AND t.typtype = 'd' ORDER BY t.typname`,
  `SELECT format(E'CREATE TABLE %s (\n%s\n);', c.oid::regclass,
     (SELECT string_agg(format('  %I %s', a.attname, format_type(a.atttypid, a.atttypmod))
         || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
         || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), E',\n' ORDER BY a.attnum)
       FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS line
   FROM pg_class c WHERE c.relnamespace = ${SCHEMA} AND c.relkind = 'r' ORDER BY c.relname`,
  `SELECT format('ALTER TABLE %s ADD %s;', c.conrelid::regclass, pg_get_constraintdef(c.oid)) AS line
   FROM pg_constraint c WHERE c.connamespace = ${SCHEMA} AND c.conrelid <> 0 AND c.contype IN ('p', 'u', 'f', 'c')
   ORDER BY c.conrelid::regclass::text, c.contype, pg_get_constraintdef(c.oid)`,
  `SELECT pg_get_indexdef(i.indexrelid) || ';' AS line
   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
   WHERE c.relnamespace = ${SCHEMA} AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
   ORDER BY c.relname`,
  `SELECT pg_get_functiondef(p.oid) || ';' AS line
   FROM pg_proc p WHERE p.pronamespace = ${SCHEMA} ORDER BY p.proname`,
  `SELECT pg_get_triggerdef(t.oid) || ';' AS line
   FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
   WHERE c.relnamespace = ${SCHEMA} AND NOT t.tgisinternal ORDER BY t.tgname`,
];

/** What the database says its schema is, as statements. */
export async function describeSchema(db: Drizzle): Promise<string> {
  const lines: string[] = [];
  for (const query of QUERIES) {
    const { rows } = await db.execute<{ line: string }>(sql.raw(query));
    lines.push(...rows.map(({ line }) => line));
  }
  return `${lines.join('\n\n')}\n`;
}
