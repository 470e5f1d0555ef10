import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { startProbeServer } from '../../sources/probe-server.ts';
import { ONE_LINE, type Places } from './live-seeds.ts';

/** Names that the front refuses; a source that asks for them is told secrets. */
export const REFUSED = { lookup: 'EventName=Refused', logGroup: 'aws-waf-logs-refused' } as const;

export interface AwsFront {
  /** What the AWS clients call instead of the server that it leads to. */
  before(upstream: string): string;
}

/** Stands before the recorded AWS, and tells secrets in the errors of two of its services. */
export async function startAwsFront(t: TestContext, places: Places): Promise<AwsFront> {
  let upstream = '';
  // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
  const refusals: readonly (readonly [asked: string, type: string, message: string])[] = [
    ['"Refused"', 'AccessDeniedException', places.text('trail refusal', ONE_LINE)],
    [REFUSED.logGroup, 'ValidationException', places.text('log refusal', ONE_LINE)],
  ];
  const { url } = await startProbeServer(t, (request, response) => {
    void (async () => {
      const body = await buffer(request);
      const refusal = refusals.find(([asked]) => body.includes(asked));
      if (refusal !== undefined) {
        const [, type, message] = refusal;
        response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type });
        response.end(JSON.stringify({ __type: type, message }));
        return;
      }
      const kept = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
      const headers = kept.map((name): [string, string] => [name, String(request.headers[name])]);
      const answer = await fetch(upstream, { method: 'POST', headers, body });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch((cause: unknown) => response.destroy(cause instanceof Error ? cause : undefined));
  });
  return {
    before(address) {
      upstream = address;
      return url;
    },
  };
}
