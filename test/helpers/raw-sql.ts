import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { StorePlace } from './stores.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Runs statements at a place that is not open, past the store, as the role that owns the tables. */
export async function asOwner(place: StorePlace, statements: string): Promise<readonly Row[]> {
  if (place.url.startsWith('pglite:')) {
    const client = await PGlite.create(place.url.slice('pglite:'.length));
    try {
      return (await client.exec(statements)).at(-1)?.rows ?? [];
    } finally {
      await client.close();
    }
  }
  return onServer(place.migrationUrl ?? place.url, statements);
}

/** Runs statements as the user of a PostgreSQL URL. */
export async function onServer(url: string, statements: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statements)).rows;
  } finally {
    await client.end();
  }
}

const GUARDED = [
  ...[
    'evidence',
    'gaps',
    'notes',
    'sections',
    'signoffs',
    'holds',
    'packs',
    'incident_versions',
    'deliveries',
  ],
  ...['destructions', 'incidents', 'source_runs', 'collections', 'destroyed_blobs'],
];

/** Statements as an owner runs them who has switched off, for as long, the triggers that compare rows with the ledger. */
export function pastGuards(statements: string): string {
  const all = (how: 'DISABLE' | 'ENABLE') =>
    GUARDED.map((table) => `ALTER TABLE rca.${table} ${how} TRIGGER USER`).join(';');
  return `${all('DISABLE')}; ${statements}; ${all('ENABLE')}`;
}
