import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate, readMigrations } from '../../src/evidence/migrations.ts';

export const EARLIER_HOME = new URL('../fixtures/home-0013/', import.meta.url);
/** The last migration that the version which made the home knew. */
const LAST_MIGRATION = 13;

/**
 * Lays a home into a folder as an earlier version left it: the schema by that version's migrations, its rows, and
 * all files. A data directory of PostgreSQL would be forty megabytes of its own catalogue.
 */
export async function layEarlierHome(folder: string): Promise<void> {
  await cp(EARLIER_HOME, folder, { recursive: true, filter: (path) => !path.endsWith('/rows') });
  const db = join(folder, 'db');
  await mkdir(db, { recursive: true });
  const client = await PGlite.create(db);
  const known = (await readMigrations()).filter(({ id }) => id <= LAST_MIGRATION);
  await migrate(drizzle(client) as never, known);
  await client.exec(`SET session_replication_role = replica`);
  const rows = fileURLToPath(new URL('rows/', EARLIER_HOME));
  for (const file of await readdir(rows)) {
    const table = `rca.${file.replace('.ndjson', '')}`;
    const lines = (await readFile(join(rows, file), 'utf8')).trimEnd().split('\n');
    await client.query(
      `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ON CONFLICT DO NOTHING`,
      [`[${lines.join(',')}]`],
    );
  }
  await client.close();
}
