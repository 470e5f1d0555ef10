import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import pg from 'pg';

export const filesIn = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Everything that is deflated in a PDF. */
export function inflatedStreams(pdf: Buffer): Buffer[] {
  const streams: Buffer[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    const end = pdf.indexOf('endstream', at);
    const body = pdf.subarray(at + 'stream\n'.length, end);
    if (body[0] === 0x78) streams.push(inflateSync(body));
  }
  return streams;
}

/** Every row of every table that is there, the queue's too, by schema and name. */
export async function dumped(adminUrl: string): Promise<ReadonlyMap<string, string>> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT to_jsonb(one)::text AS row FROM ${name} AS one`,
      );
      found.set(name, rows.map(({ row }) => row).join('\n'));
    }
    return found;
  } finally {
    await client.end();
  }
}
