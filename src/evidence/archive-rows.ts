import { eq, sql } from 'drizzle-orm';
import { incidents } from '../../db/schema.ts';
import { canonicalJson } from '../domain/canonical.ts';
import { messageOf, userError } from '../domain/errors.ts';
import { readEntry } from '../ledger/read-entries.ts';
import type { Database, Drizzle } from './database.ts';
import { NUMBERING_LOCK } from './incident-rows.ts';
import { type IncidentTable, incidentTables } from './incident-tables.ts';
import { lastLineOf } from './last-line.ts';
import { append } from './ledger-rows.ts';
import { readMigrations } from './migrations.ts';
import type { EvidenceStore, IncidentRows } from './store.ts';
import { actOnIncident, change } from './transaction.ts';

const EXPORTED = 'incident.exported';

export function archiveMethods(
  database: Database,
): Pick<EvidenceStore, 'exportIncident' | 'restoreIncident'> {
  return {
    exportIncident: (incident, prepare, act) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const rows = await rowsOf(tx, incident);
        const last = await lastLine(tx, incident);
        const entry = readEntry(last.line, last.seq);
        if (entry.type === EXPORTED) {
          const before = await prepare(withoutLastLine(rows));
          if (canonicalJson(before.body) === canonicalJson(entry.body)) return { ...before, line: last.line };
        }
        const prepared = await prepare(rows);
        await append(tx, incident, act, [{ type: EXPORTED, body: prepared.body }]);
        return { ...prepared, line: (await lastLine(tx, incident)).line };
      }),

    restoreIncident: (incident, tables) =>
      change(database, async (tx) => {
        await tx.execute(sql`SELECT pg_advisory_xact_lock(${NUMBERING_LOCK})`);
        const known = await tx.select({ id: incidents.id }).from(incidents).where(eq(incidents.id, incident));
        if (known.length > 0) return false;
        for (const table of await incidentTables(tx)) {
          await insertRows(tx, table, tables.get(table.name) ?? []).catch((cause) =>
            Promise.reject(refused(cause, table.name)),
          );
        }
        return true;
      }),
  };
}

async function rowsOf(tx: Drizzle, incident: string): Promise<IncidentRows> {
  // Times of the type that has a zone are written in the session's.
  await tx.execute(sql`SET LOCAL TIME ZONE 'UTC'`);
  const tables = new Map<string, readonly string[]>();
  for (const table of await incidentTables(tx)) {
    const order = table.primaryKey.map((name) =>
      table.columns.get(name)?.getSQLType() === 'text'
        ? sql`${sql.identifier(name)} COLLATE "C"`
        : sql.identifier(name),
    );
    const { rows } = await tx.execute<{ row: unknown }>(
      sql`SELECT to_jsonb(t) AS row FROM rca.${sql.identifier(table.name)} t WHERE ${table.of(incident)}
          ORDER BY ${sql.join(order, sql`, `)}`,
    );
    tables.set(
      table.name,
      rows.map(({ row }) => canonicalJson(row)),
    );
  }
  const migrations = await readMigrations();
  return { schema: migrations.at(-1)?.id ?? 0, tables };
}

const withoutLastLine = (rows: IncidentRows): IncidentRows => ({
  ...rows,
  tables: new Map(
    [...rows.tables].map(([table, lines]) => [table, table === 'ledger' ? lines.slice(0, -1) : lines]),
  ),
});

async function lastLine(tx: Drizzle, incident: string) {
  const last = await lastLineOf(tx, incident);
  if (last === undefined) throw new Error(`the ledger of ${incident} is empty`);
  return last;
}

const ROWS_A_STATEMENT = 500;

async function insertRows(tx: Drizzle, table: IncidentTable, lines: readonly string[]): Promise<void> {
  const into = sql`rca.${sql.identifier(table.name)}`;
  for (let from = 0; from < lines.length; from += ROWS_A_STATEMENT) {
    const part = lines.slice(from, from + ROWS_A_STATEMENT);
    const columns = Object.keys(JSON.parse(part[0] ?? '{}') as object).map((name) => sql.identifier(name));
    const list = sql.join(columns, sql`, `);
    await tx.execute(
      sql`INSERT INTO ${into} (${list})
          SELECT ${list} FROM jsonb_populate_recordset(NULL::${into}, ${`[${part.join(',')}]`}::jsonb)`,
    );
  }
}

/** Class 22 and 23 of https://www.postgresql.org/docs/current/errcodes-appendix.html: the row is at fault. */
function refused(cause: unknown, table: string): unknown {
  const root = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = root instanceof Error && 'code' in root ? String(root.code) : '';
  if (code === '23505') {
    return userError(
      {
        code: 'RESTORE_COLLIDES',
        message: `another incident of this store has what must be unique: ${messageOf(root)}`,
        where: table,
        mend: 'restore into an empty store: --home FOLDER',
      },
      cause,
    );
  }
  if (!/^2[23]/.test(code)) return cause;
  return userError(
    {
      code: 'ARCHIVE_ROW_REFUSED',
      message: `the database refuses a row of the archive; nothing was restored: ${messageOf(root)}`,
      where: table,
      mend: 'get the archive again from who exported it',
    },
    cause,
  );
}
