import { after } from 'node:test';
import { SHARED_PORT } from './shared-port.ts';
import { MIGRATED, PASSWORD, rolesOfProduct, run, type Server, startServer } from './start-postgres.ts';

let running: Promise<Server> | undefined;
let databases = 0;

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

/**
 * A fresh database with the roles of db/roles.sql, migrated where asked: on the shared server, else on one that this
 * process starts.
 */
export async function createTestDatabase(of: 'empty' | 'migrated'): Promise<TestDatabase> {
  running ??= sharedServer() ?? startServer();
  const server = await running;
  databases += 1;
  const name = `rca_${process.pid}_${databases}`;
  await run(
    server,
    'postgres',
    `CREATE DATABASE ${name} TEMPLATE ${of === 'empty' ? 'template1' : MIGRATED}`,
  );
  await run(server, name, await rolesOfProduct());
  const urlOf = (user: string) => `postgres://${user}:${PASSWORD}@127.0.0.1:${server.port}/${name}`;
  return {
    url: urlOf('rca_program'),
    migrationUrl: urlOf('rca_owner'),
    adminUrl: urlOf('postgres'),
    drop: () => run(server, 'postgres', `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

function sharedServer(): Promise<Server> | undefined {
  const port = process.env[SHARED_PORT];
  return port === undefined
    ? undefined
    : Promise.resolve({ port: Number(port), stop: async () => undefined });
}
