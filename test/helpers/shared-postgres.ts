import { SHARED_PORT } from './shared-port.ts';
import { type Server, startServer } from './start-postgres.ts';

// What node --test calls before the first test file and after the last: https://nodejs.org/api/test.html#global-setup-and-teardown

let server: Server | undefined;

export async function globalSetup(): Promise<void> {
  server = await startServer();
  process.env[SHARED_PORT] = String(server.port);
}

export async function globalTeardown(): Promise<void> {
  await server?.stop();
}
