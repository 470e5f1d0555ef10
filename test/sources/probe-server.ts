import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface ProbeServer {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly IncomingMessage[];
}

/** The check that a request says it is of. */
export const checkOf = (request: IncomingMessage): string =>
  /\/([\w-]+)\)$/.exec(request.headers['user-agent'] ?? '')?.[1] ?? '';

/** A server that a test writes the answers of. */
export async function startProbeServer(
  t: TestContext,
  answer: RequestListener,
  tls?: { readonly key: string; readonly cert: string },
): Promise<ProbeServer> {
  const seen: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    seen.push(request);
    answer(request, response);
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, seen };
}
