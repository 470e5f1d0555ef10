import { is, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgColumn, PgTable } from 'drizzle-orm/pg-core';
import * as schema from '../../db/schema.ts';
import type { Drizzle } from './database.ts';

/** Tables that stay behind when an incident is exported. */
export const leftBehind: Readonly<Record<string, string>> = {
  migrations: 'is about the database, not about an incident',
  destruction_rules: 'holds what the owner of this database has set for all incidents',
  entry_types: 'holds the rules of the ledger as the code has them',
  ledger_facts: 'holds what the ledger says stands, and is found again where the ledger is restored',
  ledger_heads: 'holds what the ledger says stands, and is found again where the ledger is restored',
  installation: 'names the installation; each ledger says by which it was begun',
  derived: 'holds what is computed from the rest, and is computed again where the incident is restored',
  slack_messages: 'names messages that the installation itself posted and edits',
  slack_installations: 'holds tokens of workspaces, which go nowhere',
};

/** A table that holds rows of incidents. */
export interface IncidentTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, PgColumn>;
  /** Names of columns. */
  readonly primaryKey: readonly string[];
  /** Condition that picks the rows of one incident. */
  of(incident: string): SQL;
}

interface Reference {
  readonly table: string;
  readonly refersTo: string;
  readonly column: string;
  readonly refersToColumn: string;
}

const declared = Object.values(schema)
  .filter((table): table is typeof table & PgTable => is(table, PgTable))
  .map((table) => getTableConfig(table));

/** The columns of a table that an archive may hold rows of; undefined for any other name. */
export function columnsOf(table: string): ReadonlyMap<string, PgColumn> | undefined {
  const found = declared.find(({ name }) => name === table && !(name in leftBehind));
  return found && new Map(found.columns.map((column) => [column.name, column]));
}

/**
 * Every table with rows of incidents, each behind those that it refers to. A table belongs to incidents by its
 * column `incident`, or by a foreign key into one that does. One that does neither, and is not left behind by
 * name, is a defect: an export without it would not be everything.
 */
export async function incidentTables(db: Drizzle): Promise<readonly IncidentTable[]> {
  const references = await referencesOf(db);
  const conditions = new Map<string, IncidentTable['of']>();
  const conditionOf = (table: string): IncidentTable['of'] | undefined => {
    const known = conditions.get(table);
    if (known !== undefined) return known;
    const config = declared.find(({ name }) => name === table);
    if (config === undefined) return undefined;
    const by =
      (column: string): IncidentTable['of'] =>
      (incident) =>
        sql`${sql.identifier(column)} = ${incident}`;
    if (table === 'incidents') return by('id');
    if (config.columns.some(({ name }) => name === 'incident')) return by('incident');
    for (const { refersTo, column, refersToColumn } of references.filter((one) => one.table === table)) {
      const parent = refersTo === table ? undefined : conditionOf(refersTo);
      if (parent === undefined) continue;
      return (incident) =>
        sql`${sql.identifier(column)} IN (SELECT ${sql.identifier(refersToColumn)} FROM rca.${sql.identifier(refersTo)} WHERE ${parent(incident)})`;
    }
    return undefined;
  };
  for (const { name } of declared) {
    const condition = conditionOf(name);
    if (condition !== undefined) conditions.set(name, condition);
    else if (!(name in leftBehind)) {
      throw new Error(`table ${name} belongs to no incident and is not left behind by name`);
    }
  }
  const tables = declared
    .filter(({ name }) => !(name in leftBehind))
    .map(({ name, columns, primaryKeys }) => ({
      name,
      columns: new Map(columns.map((column) => [column.name, column])),
      primaryKey: (primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)).map(
        (column) => column.name,
      ),
      of: conditions.get(name) as IncidentTable['of'],
    }));
  return parentsFirst(tables, references);
}

function parentsFirst(
  tables: readonly IncidentTable[],
  references: readonly Reference[],
): readonly IncidentTable[] {
  const placed: IncidentTable[] = [];
  let waiting = tables;
  const isWaiting = (name: string): boolean => waiting.some((table) => table.name === name);
  while (waiting.length > 0) {
    const ready = waiting.filter(
      ({ name }) =>
        !references.some(({ table, refersTo }) => table === name && refersTo !== name && isWaiting(refersTo)),
    );
    if (ready.length === 0) throw new Error('tables refer to each other in a circle');
    placed.push(...ready);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return placed;
}

/** Foreign keys of one column between tables of the schema. */
async function referencesOf(db: Drizzle): Promise<readonly Reference[]> {
  const { rows } = await db.execute<Record<keyof Reference, string>>(
    sql`SELECT own.relname::text AS "table", other.relname::text AS "refersTo",
               a.attname::text AS "column", b.attname::text AS "refersToColumn"
        FROM pg_constraint k
        JOIN pg_class own ON own.oid = k.conrelid
        JOIN pg_class other ON other.oid = k.confrelid
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
        WHERE k.contype = 'f' AND k.connamespace = 'rca'::regnamespace
        ORDER BY own.relname, k.conname`,
  );
  return rows;
}
