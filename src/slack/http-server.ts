import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { messageOf, userError } from '../domain/errors.ts';

export interface HttpRoutes {
  /** Resolves when work can be taken in; its error is what GET /readyz says. */
  readonly ready: () => Promise<void>;
  /** Prometheus text of GET /metrics. */
  readonly metrics: () => string;
  /** POST /slack/events, when Slack calls over HTTP. */
  readonly slackEvents?: RequestListener;
  /** GET of pages, by path. */
  readonly pages?: ReadonlyMap<string, RequestListener>;
  /** POST of alerting systems, by path. */
  readonly webhooks?: ReadonlyMap<string, RequestListener>;
}

/** GET /healthz /readyz /metrics, and requests of others for which there are listeners. Port 0 picks one. */
export async function startHttpServer(
  routes: HttpRoutes,
  host: string,
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const webhook = routes.webhooks?.get(path);
    const page = routes.pages?.get(path);
    if (path === '/slack/events' && request.method === 'POST' && routes.slackEvents) {
      routes.slackEvents(request, response);
    } else if (webhook) {
      if (request.method === 'POST') webhook(request, response);
      else refuseMethod(response);
    } else if (page && request.method === 'GET') {
      page(request, response);
    } else if (request.method !== 'GET') {
      send(response, 404, 'text/plain', 'not found\n');
    } else {
      void answer(path, routes, response);
    }
  });
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
      }),
  };
}

async function answer(path: string, routes: HttpRoutes, response: ServerResponse): Promise<void> {
  switch (path) {
    case '/healthz':
      return send(response, 200, 'text/plain', 'ok\n');
    case '/readyz':
      return routes.ready().then(
        () => send(response, 200, 'text/plain', 'ready\n'),
        (error: unknown) => send(response, 503, 'text/plain', `not ready: ${messageOf(error)}\n`),
      );
    case '/metrics':
      return send(response, 200, 'text/plain; version=0.0.4', routes.metrics());
    default:
      return send(response, 404, 'text/plain', 'not found\n');
  }
}

function refuseMethod(response: ServerResponse): void {
  response.setHeader('allow', 'POST');
  send(response, 405, 'text/plain', 'POST only\n');
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type.includes('charset') ? type : `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        userError(
          {
            code: 'SERVE_ADDRESS',
            message: `cannot listen: ${messageOf(cause)}`,
            where: `${host}:${port}`,
            mend: 'set serve.host and serve.port (HOST, PORT) to a free address of this machine',
          },
          cause,
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
}
