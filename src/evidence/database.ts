import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import pg from 'pg';
import { userError } from '../domain/errors.ts';
import type { DestructionRules } from '../domain/record.ts';
import { databaseTime } from './clock.ts';
import { mayWriteRules, sameRules, standingRules, writeRules } from './destruction-rules.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { migrate, pendingMigrations, readMigrations } from './migrations.ts';
import { folderTrouble, storeTrouble } from './store-trouble.ts';

interface Rows<Row> {
  readonly rows: Row[];
}

interface RowsHKT extends PgQueryResultHKT {
  readonly type: Rows<this['row']>;
}

/** One handle for both stores; a transaction is one too. */
export type Drizzle = PgDatabase<RowsHKT>;

interface Opened {
  readonly db: Drizzle;
  /** The clock that dates acts, one for all replicas; null where whoever acts has the only one. */
  readonly now: ((tx: Drizzle) => Promise<string>) | null;
  /** What the database's clock reads, whether it dates acts or not. */
  readonly clock: (tx: Drizzle) => Promise<string>;
  /** For messages: the folder, or host and database without user and password. */
  readonly where: string;
  close(): Promise<void>;
}

/** A migrated database. The embedded one is open in this process alone. */
export type Database =
  | (Opened & { readonly kind: 'pglite'; readonly client: PGlite })
  | (Opened & { readonly kind: 'postgres'; readonly url: string });

export interface DatabaseOptions {
  /** URL of the role that owns the tables, when `url` is one that may not change them (db/roles.sql). */
  readonly migrationUrl?: string;
  /** What the database is to go by; entered where the tables' owner is at hand, else what stands there stays. */
  readonly rules?: DestructionRules;
  /** Told of connections that broke while idle; the next call makes a new one. */
  readonly onFault: (cause: unknown) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS_MAX = 8;

/**
 * Opens and migrates `pglite:DIR` or `postgres://…`. Throws `STORE_URL_INVALID`, `STORE_LOCKED` (another process
 * has the folder), `STORE_UNREACHABLE`, `STORE_DENIED`, `MIGRATION_EDITED` or `DATABASE_NEWER`.
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  if (url.startsWith('pglite:')) return openEmbedded(url.slice('pglite:'.length), options.rules);
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return openServer(url, options);
  throw userError({
    code: 'STORE_URL_INVALID',
    message: 'the store is neither a folder nor a PostgreSQL server',
    where: 'store.url',
    mend: 'write pglite:FOLDER or postgres://USER@HOST/DATABASE',
  });
}

async function openEmbedded(directory: string, rules: DestructionRules | undefined): Promise<Database> {
  const lock = await takeFolder(directory);
  let client: PGlite | undefined;
  const close = async () => {
    try {
      await client?.close();
    } finally {
      await lock.release();
    }
  };
  try {
    client = await PGlite.create(directory);
    const db: Drizzle = drizzleEmbedded(client);
    await migrate(db, await readMigrations());
    if (rules !== undefined) await writeRules(db, rules);
    return { kind: 'pglite', client, db, now: null, clock: databaseTime, where: directory, close };
  } catch (cause) {
    await close();
    throw storeTrouble(cause, directory);
  }
}

async function takeFolder(directory: string): Promise<DirectoryLock> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return await lockDirectory(directory);
  } catch (cause) {
    throw folderTrouble(cause, directory);
  }
}

async function openServer(url: string, options: DatabaseOptions): Promise<Database> {
  const where = withoutSecrets(url);
  const pool = connect(url, options);
  try {
    const db: Drizzle = drizzleServer(pool);
    const known = await readMigrations();
    if ((await pendingMigrations(db, known)).length > 0) {
      if (options.migrationUrl === undefined) await migrate(db, known);
      else await asOwner(options.migrationUrl, options, (owner) => migrate(owner, known));
    }
    if (options.rules !== undefined) await settleRules(db, options.rules, options);
    return {
      kind: 'postgres',
      url,
      db,
      now: databaseTime,
      clock: databaseTime,
      where,
      close: () => pool.end(),
    };
  } catch (cause) {
    await pool.end();
    throw storeTrouble(cause, where);
  }
}

async function settleRules(db: Drizzle, rules: DestructionRules, options: DatabaseOptions): Promise<void> {
  if (sameRules(await standingRules(db), rules)) return;
  if (await mayWriteRules(db)) await writeRules(db, rules);
  else if (options.migrationUrl !== undefined) {
    await asOwner(options.migrationUrl, options, (owner) => writeRules(owner, rules));
  }
}

async function asOwner(
  url: string,
  options: DatabaseOptions,
  work: (owner: Drizzle) => Promise<void>,
): Promise<void> {
  const pool = connect(url, options);
  try {
    await work(drizzleServer(pool));
  } finally {
    await pool.end();
  }
}

function connect(url: string, { onFault }: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    max: CONNECTIONS_MAX,
    application_name: 'rca',
  });
  pool.on('error', (cause) => {
    // The pool reports its end before its connections have ended: what they meet then is no fault.
    if (!pool.ending) onFault(cause);
  });
  return pool;
}

function withoutSecrets(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
