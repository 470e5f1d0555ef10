import { readdir, readFile } from 'node:fs/promises';
import { type SQL, sql } from 'drizzle-orm';
import { migrations } from '../../db/schema.ts';
import { sha256Hex } from '../domain/canonical.ts';
import { outsideError, userError } from '../domain/errors.ts';
import type { Drizzle } from './database.ts';

const PROGRAM_ROLE = 'rca_program';
/** Any number that no other program on the database uses for pg_advisory_xact_lock. */
const MIGRATION_LOCK = 7_236_001;

export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly statements: readonly string[];
  readonly sha256: string;
}

/** The migrations that this version of the code knows, in order, from files `NNNN_name.sql`. */
export async function readMigrations(
  folder: URL = new URL('../../db/migrations/', import.meta.url),
): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      return {
        id: Number.parseInt(name, 10),
        name: name.slice(0, -'.sql'.length),
        statements: statementsOf(text),
        sha256: sha256Hex(text),
      };
    }),
  );
}

/**
 * Migrations that the database lacks. Throws `MIGRATION_EDITED` when an applied one reads otherwise now, and
 * `DATABASE_NEWER` when the database has one that the code does not know.
 */
export async function pendingMigrations(
  db: Drizzle,
  known: readonly Migration[],
): Promise<readonly Migration[]> {
  const applied = await appliedMigrations(db);
  const byId = new Map(known.map((migration) => [migration.id, migration]));
  for (const { id, name, sha256 } of applied) {
    const migration = byId.get(id);
    if (!migration) throw databaseNewer(name);
    if (migration.sha256 !== sha256) throw migrationEdited(name);
  }
  const appliedIds = new Set(applied.map(({ id }) => id));
  return known.filter(({ id }) => !appliedIds.has(id));
}

/** All pending migrations in one transaction. Several processes may call it at once: they take turns. */
export async function migrate(db: Drizzle, known: readonly Migration[]): Promise<void> {
  const grants = statementsOf(await readFile(new URL('../../db/grants.sql', import.meta.url), 'utf8'));
  await db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    const pending = await pendingMigrations(tx, known);
    if (pending.length === 0) return;
    await tx.execute(sql`CREATE SCHEMA IF NOT EXISTS rca`);
    await tx.execute(
      sql`CREATE TABLE IF NOT EXISTS rca.migrations
        (id integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL)`,
    );
    for (const { id, name, sha256, statements } of pending) {
      for (const statement of statements) await tx.execute(sql.raw(statement));
      await tx.insert(migrations).values({ id, name, sha256 });
    }
    if (await isTrue(tx, sql`SELECT count(*) > 0 AS yes FROM pg_roles WHERE rolname = ${PROGRAM_ROLE}`)) {
      for (const statement of grants) await tx.execute(sql.raw(statement));
    }
  });
}

async function appliedMigrations(db: Drizzle) {
  if (!(await isTrue(db, sql`SELECT to_regclass('rca.migrations') IS NOT NULL AS yes`))) return [];
  return db.select().from(migrations).orderBy(migrations.id);
}

async function isTrue(db: Drizzle, query: SQL): Promise<boolean> {
  const { rows } = await db.execute<{ yes: boolean }>(query);
  return rows[0]?.yes === true;
}

const statementsOf = (text: string): readonly string[] => text.split('--> statement-breakpoint');

const databaseNewer = (name: string) =>
  outsideError({
    code: 'DATABASE_NEWER',
    message: 'the database was made by a newer version of rca',
    where: `migration ${name}`,
    mend: 'run that version or a later one; this one would not understand what it stored',
  });

const migrationEdited = (name: string) =>
  userError({
    code: 'MIGRATION_EDITED',
    message: 'a migration that the database has run reads otherwise now',
    where: `db/migrations/${name}.sql`,
    mend: 'restore the file as it was released; a change to the schema is a new migration',
  });
