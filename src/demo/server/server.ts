import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Recording } from '../recording.ts';
import { answerAwsJson, type JsonService } from './aws-json.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { insights } from './insights.ts';
import { logEvents } from './log-events.ts';
import { lookupEvents } from './lookup-events.ts';
import type { Admit, Answer, FixtureOptions, ServedCall, ServerContext } from './options.ts';
import { prometheusApi } from './prometheus.ts';
import { isForShop, shop } from './shop.ts';
import { webAcl } from './web-acl.ts';

export interface FixtureServer {
  /** `http://127.0.0.1:PORT`: what `AWS_ENDPOINT_URL` and the Prometheus source are set to. */
  readonly url: string;
  /** Every call so far, in order. */
  readonly requests: readonly ServedCall[];
  close(): Promise<void>;
}

/**
 * Serves a recording on the loopback address over the wire protocols of CloudWatch Logs, WAFv2 and CloudTrail
 * (AWS JSON 1.1) and of Prometheus (HTTP API v1), and the shop's own search, all under one URL.
 */
export async function startFixtureServer(
  recording: Recording,
  options: FixtureOptions = {},
): Promise<FixtureServer> {
  const context: ServerContext = { nowMs: options.nowMs ?? Date.now, options };
  const services = awsServices(recording, context);
  const prometheus = prometheusApi(recording.prometheus.answers);
  const search = shop(context.nowMs);
  const requests: ServedCall[] = [];
  const admit: Admit = (operation, input) => {
    const count = 1 + requests.filter((served) => served.operation === operation).length;
    const call = { operation, count, input };
    requests.push(call);
    return options.fault?.(call) ?? null;
  };
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const { method = 'GET', url = '/', headers } = request;
      const answer = () => {
        if (headers['x-amz-target'] !== undefined) return answerAwsJson(services, headers, body, admit);
        if (isForShop(url)) return search(method, url, headers, admit);
        return prometheus(method, url, body, admit);
      };
      send(answer(), response, context.nowMs());
    })().catch((cause: unknown) => response.destroy(cause instanceof Error ? cause : undefined));
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function awsServices(recording: Recording, context: ServerContext): Readonly<Record<string, JsonService>> {
  const { waf, trail } = recording;
  const events = logEvents(waf);
  return {
    Logs_20140328: {
      signingName: 'logs',
      region: waf.region,
      operations: {
        FilterLogEvents: filterLogEvents(waf.logGroup, events, context),
        ...insights(waf.logGroup, events, context),
      },
    },
    AWSWAF_20190729: {
      signingName: 'wafv2',
      region: waf.region,
      operations: webAcl(waf, events, context),
    },
    CloudTrail_20131101: {
      signingName: 'cloudtrail',
      region: trail.region,
      operations: { LookupEvents: lookupEvents(trail.records, context) },
    },
  };
}

function send(answer: Answer, response: ServerResponse, nowMs: number): void {
  if (answer === 'hang') return;
  if (answer === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'x-amzn-requestid': randomUUID(),
    date: new Date(nowMs).toUTCString(),
    ...answer.headers,
  });
  response.end(answer.body);
}
