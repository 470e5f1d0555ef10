import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { FixtureOptions } from '../../src/demo/server/options.ts';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import {
  anchorMs,
  blocks,
  hourMs,
  logGroup,
  recording,
  region,
  trailRecord,
  webAclArn,
} from '../sources/recording.ts';

const targets = {
  logs: 'Logs_20140328',
  wafv2: 'AWSWAF_20190729',
  cloudtrail: 'CloudTrail_20131101',
} as const;
type Service = keyof typeof targets;

const recorded = recording({
  waf: { records: blocks(60, 60_000 - 1) },
  trail: {
    records: Array.from({ length: 60 }, (_, index) => trailRecord('RotateSecret', anchorMs - index * 1_000)),
  },
});

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

async function start(t: TestContext, options: FixtureOptions = {}) {
  let nowMs = anchorMs;
  const server = await startFixtureServer(recorded, { nowMs: () => nowMs, ...options });
  t.after(() => server.close());
  const post = async (headers: Record<string, string>, body: string): Promise<Answered> => {
    const response = await fetch(server.url, { method: 'POST', headers, body });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  const headersFor = (service: Service, operation: string): Record<string, string> => ({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `${targets[service]}.${operation}`,
    'x-amz-date': '20260127T120000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260127/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  });
  return {
    server,
    post,
    headersFor,
    pass: (ms: number) => {
      nowMs += ms;
    },
    call: (service: Service, operation: string, input: unknown) =>
      post(headersFor(service, operation), JSON.stringify(input)),
  };
}

const hour = { startTime: anchorMs - hourMs, endTime: anchorMs };
const typeOf = ({ body }: Answered): unknown => body['__type'];

test('every answer bears a request id and the server’s date', async (t) => {
  const { call } = await start(t);
  const { headers, status } = await call('logs', 'FilterLogEvents', { logGroupName: logGroup, ...hour });
  assert.equal(status, 200);
  assert.match(headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(headers.get('date'), new Date(anchorMs).toUTCString());
});

test('requests that are unsigned, half signed or signed for another Region are refused', async (t) => {
  const { post, headersFor } = await start(t);
  const { authorization = '', ...unsigned } = headersFor('logs', 'FilterLogEvents');
  assert.equal(typeOf(await post(unsigned, '{}')), 'MissingAuthenticationTokenException');
  const half = { ...unsigned, authorization: 'AWS4-HMAC-SHA256 Credential=A' };
  assert.equal(typeOf(await post(half, '{}')), 'IncompleteSignatureException');
  const elsewhere = { ...unsigned, authorization: authorization.replace(region, 'eu-west-1') };
  assert.equal(typeOf(await post(elsewhere, '{}')), 'InvalidSignatureException');
});

test('malformed bodies and unknown operations are refused by their own errors', async (t) => {
  const { post, call, headersFor } = await start(t);
  const broken = await post(headersFor('logs', 'FilterLogEvents'), '{');
  assert.deepEqual([broken.status, typeOf(broken)], [400, 'SerializationException']);
  assert.equal(typeOf(await call('logs', 'DeleteLogGroup', {})), 'UnknownOperationException');
  const xml = { ...headersFor('logs', 'FilterLogEvents'), 'content-type': 'text/xml' };
  assert.equal((await post(xml, '{}')).status, 404);
});

test('FilterLogEvents reads milliseconds; seconds silently find nothing', async (t) => {
  const { call } = await start(t);
  const found = await call('logs', 'FilterLogEvents', { logGroupName: logGroup, ...hour });
  assert.equal((found.body['events'] as unknown[]).length, 60);
  assert.deepEqual(found.body['searchedLogStreams'], []);
  const seconds = { startTime: hour.startTime / 1_000, endTime: hour.endTime / 1_000 };
  const nothing = await call('logs', 'FilterLogEvents', { logGroupName: logGroup, ...seconds });
  assert.deepEqual(nothing.body['events'], []);
});

test('FilterLogEvents pages are partial and empty, and a token belongs to its request', async (t) => {
  const { call } = await start(t);
  const input = { logGroupName: logGroup, ...hour, limit: 20 };
  const first = await call('logs', 'FilterLogEvents', input);
  assert.equal((first.body['events'] as unknown[]).length, 10);
  const second = await call('logs', 'FilterLogEvents', { ...input, nextToken: first.body['nextToken'] });
  assert.equal((second.body['events'] as unknown[]).length, 0);
  assert.equal(typeof second.body['nextToken'], 'string');
  const other = { ...input, endTime: hour.endTime - 1, nextToken: second.body['nextToken'] };
  assert.equal(typeOf(await call('logs', 'FilterLogEvents', other)), 'InvalidParameterException');
});

test('no page of FilterLogEvents is larger than 1 MB', async (t) => {
  const big = recording({
    waf: {
      records: blocks(30, 1_000).map(({ record, ingestedAtMs }) => ({
        ingestedAtMs,
        record: { ...record, args: 'x'.repeat(100_000) },
      })),
    },
  });
  const server = await startFixtureServer(big, { nowMs: () => anchorMs });
  t.after(() => server.close());
  const { headersFor } = await start(t);
  let nextToken: unknown;
  let events = 0;
  for (let pages = 0; pages === 0 || nextToken !== undefined; pages += 1) {
    const body = JSON.stringify({ logGroupName: logGroup, ...hour, nextToken });
    const response = await fetch(server.url, {
      method: 'POST',
      headers: headersFor('logs', 'FilterLogEvents'),
      body,
    });
    const page = (await response.json()) as { events: { message: string }[]; nextToken?: string };
    const sizeBytes = page.events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
    assert.ok(sizeBytes <= 1_048_576, `${sizeBytes} bytes`);
    events += page.events.length;
    ({ nextToken } = page);
  }
  assert.equal(events, 30);
});

test('the sixth FilterLogEvents of a second is throttled, and a second later it is not', async (t) => {
  const { call, pass } = await start(t);
  const input = { logGroupName: logGroup, ...hour };
  for (let calls = 0; calls < 5; calls += 1) {
    assert.equal((await call('logs', 'FilterLogEvents', input)).status, 200);
  }
  const sixth = await call('logs', 'FilterLogEvents', input);
  assert.deepEqual([sixth.status, typeOf(sixth)], [400, 'ThrottlingException']);
  pass(1_000);
  assert.equal((await call('logs', 'FilterLogEvents', input)).status, 200);
});

test('Insights goes from Scheduled over partial rows to Complete', async (t) => {
  const { call } = await start(t);
  const { body } = await call('logs', 'StartQuery', {
    logGroupName: logGroup,
    startTime: hour.startTime / 1_000,
    endTime: hour.endTime / 1_000,
    queryString: 'filter action="BLOCK" | stats count(*) as n by bin(5m), terminatingRuleId | limit 100',
  });
  const polls: [unknown, number][] = [];
  let rows: { field: string; value: string }[][] = [];
  for (let poll = 0; poll < 3; poll += 1) {
    const reply = await call('logs', 'GetQueryResults', { queryId: body['queryId'] });
    rows = reply.body['results'] as typeof rows;
    polls.push([reply.body['status'], rows.length]);
  }
  assert.deepEqual(polls, [
    ['Scheduled', 0],
    ['Running', 6],
    ['Complete', 12],
  ]);
  const [row] = rows;
  assert.deepEqual(
    row?.map(({ field }) => field),
    ['bin(5m)', 'terminatingRuleId', 'n', '@ptr'],
  );
  assert.equal(row?.[0]?.value, '2026-01-27 11:00:00.000');
});

test('Insights reads seconds; milliseconds silently find nothing', async (t) => {
  const { call } = await start(t);
  const query = { logGroupName: logGroup, ...hour, queryString: 'stats count(*) by action' };
  const { body } = await call('logs', 'StartQuery', query);
  for (let poll = 0; poll < 2; poll += 1) await call('logs', 'GetQueryResults', { queryId: body['queryId'] });
  const { body: ended } = await call('logs', 'GetQueryResults', { queryId: body['queryId'] });
  assert.deepEqual([ended['status'], ended['results']], ['Complete', []]);
});

for (const queryString of [
  'fields @message',
  'stats sum(n) by action',
  'filter action like /BLOCK/ | stats count(*) by action',
  'stats count(*) by action | limit 100001',
]) {
  test(`the Insights query "${queryString}" is malformed here`, async (t) => {
    const { call } = await start(t);
    const query = { logGroupName: logGroup, startTime: 1, endTime: 2, queryString };
    assert.equal(typeOf(await call('logs', 'StartQuery', query)), 'MalformedQueryException');
  });
}

test('sampled requests need a metric that exists and at most 500 items', async (t) => {
  const { call } = await start(t);
  const input = {
    WebAclArn: webAclArn,
    Scope: 'REGIONAL',
    RuleMetricName: 'sqli-metric',
    TimeWindow: { StartTime: hour.startTime / 1_000, EndTime: hour.endTime / 1_000 },
    MaxItems: 500,
  };
  const found = await call('wafv2', 'GetSampledRequests', input);
  assert.equal(found.body['PopulationSize'], 60);
  const byRuleName = await call('wafv2', 'GetSampledRequests', { ...input, RuleMetricName: 'SQLi' });
  assert.equal(typeOf(byRuleName), 'WAFNonexistentItemException');
  const tooMany = await call('wafv2', 'GetSampledRequests', { ...input, MaxItems: 501 });
  assert.equal(typeOf(tooMany), 'WAFInvalidParameterException');
});

test('a sample has neither query string nor request id', async (t) => {
  const { call } = await start(t);
  const { body } = await call('wafv2', 'GetSampledRequests', {
    WebAclArn: webAclArn,
    Scope: 'REGIONAL',
    RuleMetricName: 'sqli-metric',
    TimeWindow: { StartTime: hour.startTime / 1_000, EndTime: hour.endTime / 1_000 },
    MaxItems: 1,
  });
  const [sample] = body['SampledRequests'] as { Request: Record<string, unknown> }[];
  assert.deepEqual(Object.keys(sample?.Request ?? {}).sort(), [
    'ClientIP',
    'Country',
    'HTTPVersion',
    'Headers',
    'Method',
    'URI',
  ]);
});

test('LookupEvents takes one attribute, at most 50 results, and its own token', async (t) => {
  const { call, pass } = await start(t);
  const attribute = { AttributeKey: 'EventName', AttributeValue: 'RotateSecret' };
  const lookup = (input: unknown) => {
    pass(1_000);
    return call('cloudtrail', 'LookupEvents', input);
  };
  assert.equal(
    typeOf(await lookup({ LookupAttributes: [attribute, attribute] })),
    'InvalidLookupAttributesException',
  );
  assert.equal(
    typeOf(await lookup({ LookupAttributes: [{ AttributeKey: 'Colour', AttributeValue: 'red' }] })),
    'InvalidLookupAttributesException',
  );
  assert.equal(typeOf(await lookup({ MaxResults: 51 })), 'InvalidMaxResultsException');
  assert.equal(typeOf(await lookup({ StartTime: 2, EndTime: 1 })), 'InvalidTimeRangeException');
  const first = await lookup({ LookupAttributes: [attribute] });
  assert.equal((first.body['Events'] as unknown[]).length, 50);
  const { NextToken } = first.body;
  assert.equal(typeOf(await lookup({ NextToken })), 'InvalidNextTokenException');
  const second = await lookup({ LookupAttributes: [attribute], NextToken });
  assert.equal((second.body['Events'] as unknown[]).length, 10);
  assert.equal(second.body['NextToken'], undefined);
});

test('the third LookupEvents of a second is throttled', async (t) => {
  const { call } = await start(t);
  const types: unknown[] = [];
  for (let calls = 0; calls < 3; calls += 1) types.push(typeOf(await call('cloudtrail', 'LookupEvents', {})));
  assert.deepEqual(types, [undefined, undefined, 'ThrottlingException']);
});

test('LookupEvents forgets what is older than 90 days', async (t) => {
  const { call, pass } = await start(t);
  pass(90 * 24 * hourMs);
  const { body } = await call('cloudtrail', 'LookupEvents', {});
  assert.equal((body['Events'] as unknown[]).length, 1);
});
