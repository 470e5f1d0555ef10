import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { type ProbeServer, startProbeServer } from '../../sources/probe-server.ts';
import { ONE_LINE, type Places } from './live-seeds.ts';

export interface EchoServer extends ProbeServer {
  /** Bodies that were posted to `/hook`. */
  readonly posted: readonly string[];
}

/** A server that tells secrets whatever it is asked, in headers, answers and errors, as badly made ones do. */
export async function startEchoServer(t: TestContext, places: Places): Promise<EchoServer> {
  const posted: string[] = [];
  const metricError = places.text('metric error');
  const plainError = places.text('plain error');
  const header = places.text('probe header', ONE_LINE);
  const body = places.text('probe body');
  const server = await startProbeServer(t, (request, response) => {
    const { url = '/' } = request;
    const say = (status: number, contentType: string, said: string) =>
      response.writeHead(status, { 'content-type': contentType, 'x-debug': header }).end(said);
    if (url.startsWith('/hook')) {
      void text(request).then((hook) => {
        posted.push(hook);
        response.writeHead(204).end();
      });
      return;
    }
    if (url.startsWith('/json/')) {
      // https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
      say(
        400,
        'application/json',
        JSON.stringify({ status: 'error', errorType: 'bad_data', error: metricError }),
      );
      return;
    }
    if (url.startsWith('/plain/')) return void say(403, 'text/plain', plainError);
    say(
      500,
      'application/json',
      JSON.stringify({ error: body, stack: `${body}\n    at search (/app.js:1:1)` }),
    );
  });
  return { ...server, posted };
}
