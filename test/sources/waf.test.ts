import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Recording } from '../../src/demo/recording.ts';
import type { FixtureOptions, ServedCall } from '../../src/demo/server/options.ts';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { sourceTypes } from '../../src/sources/registry.ts';
import { collect, documentOf, fakeClock, pagesOf, recordsOf } from './collecting.ts';
import {
  anchorMs,
  blocks,
  hourMs,
  logGroup,
  loggingConfiguration,
  recording,
  region,
  wafRecord,
  webAcl,
  webAclArn,
} from './recording.ts';

const settings = { region, webAcl: webAclArn, logGroup };
const lastHour = { fromMs: anchorMs - hourMs, toMs: anchorMs };

async function run(
  t: TestContext,
  waf: Partial<Recording['waf']>,
  {
    window = lastHour,
    clock = fakeClock(anchorMs),
    ...options
  }: FixtureOptions & {
    window?: typeof lastHour;
    clock?: ReturnType<typeof fakeClock>;
  } = {},
) {
  const server = await startFixtureServer(recording({ waf }), { nowMs: clock.nowMs, ...options });
  t.after(() => server.close());
  const collected = await collect('aws.waf', settings, { url: server.url, window, clock });
  const inputs = (operation: string) =>
    server.requests
      .filter((request) => request.operation === operation)
      .map(({ input }) => input as Record<string, unknown>);
  return { collected, inputs, requests: server.requests, clock };
}

const at = (timestamp: number, changes = {}) => ({
  ingestedAtMs: timestamp,
  record: wafRecord(timestamp, changes),
});
const answer = (collected: Parameters<typeof documentOf>[0]) =>
  documentOf(collected, 'totals') as { results: { field: string; value: string }[][]; status: string };
const countOf = (collected: Parameters<typeof documentOf>[0]): number =>
  answer(collected)
    .results.flat()
    .filter(({ field }) => field === 'n')
    .reduce((sum, { value }) => sum + Number(value), 0);

test('logs are asked for in milliseconds, from the first of the window to the last before its end', async (t) => {
  const records = [lastHour.fromMs - 1, lastHour.fromMs, lastHour.toMs - 1, lastHour.toMs].map((time) =>
    at(time),
  );
  const { collected, inputs } = await run(t, { records });
  assert.deepEqual(
    recordsOf(collected, 'logs').map(({ timestamp }) => timestamp),
    [lastHour.fromMs, lastHour.toMs - 1],
  );
  const [input] = inputs('FilterLogEvents');
  assert.equal(input?.['startTime'], lastHour.fromMs);
  assert.equal(input['endTime'], lastHour.toMs - 1);
});

test('Insights is asked in seconds, so that it counts what the logs hold', async (t) => {
  const records = [...blocks(50, 1_000), at(lastHour.toMs - 1), at(lastHour.fromMs + 5, { action: 'ALLOW' })];
  const { collected, inputs } = await run(t, { records });
  const [input] = inputs('StartQuery');
  assert.equal(input?.['startTime'], lastHour.fromMs / 1_000);
  assert.equal(input['endTime'], lastHour.toMs / 1_000);
  assert.equal(countOf(collected), 51);
  assert.equal(pagesOf(collected, 'totals')[0]?.coverage.state, 'complete');
});

test('partial and empty pages with a token are followed to the end', async (t) => {
  const { collected, inputs } = await run(t, { records: blocks(45, 1_000) }, { logPageEventsMax: 20 });
  assert.deepEqual(
    pagesOf(collected, 'logs').map(({ bytes }) => Buffer.from(bytes).toString().split('\n').length - 1),
    [10, 20, 15],
  );
  assert.equal(inputs('FilterLogEvents').length, 4);
  const proof = pagesOf(collected, 'logs').flatMap((page) => page.proof);
  assert.equal(proof.filter((line) => line.startsWith('request ')).length, 4);
  assert.equal(proof.filter((line) => line.startsWith('next token sha256 ')).length, 3);
});

test('calls are paced: a service that allows five a second throttles none', async (t) => {
  const { inputs, clock } = await run(t, { records: blocks(200, 1_000) }, { logPageEventsMax: 10 });
  assert.equal(inputs('FilterLogEvents').length, 22);
  assert.ok(clock.nowMs() - anchorMs >= 21 * 200);
});

test('logs that are throttled for good in the middle keep what was read, and say so', async (t) => {
  const fault = ({ operation, count }: ServedCall) =>
    operation === 'FilterLogEvents' && count > 3 ? 'throttle' : null;
  const { collected } = await run(t, { records: blocks(45, 1_000) }, { logPageEventsMax: 20, fault });
  assert.equal(collected.error, null);
  assert.equal(recordsOf(collected, 'logs').length, 30);
  const coverage = pagesOf(collected, 'logs').at(-1)?.coverage;
  assert.ok(coverage?.state === 'truncated' && /throttling logs:FilterLogEvents/.test(coverage.why));
  assert.ok(collected.gaps.some(({ why }) => /^logs: broken off/.test(why)));
});

test('a paging token that has expired ends the logs as truncated', async (t) => {
  const clock = fakeClock(anchorMs);
  const fault = ({ operation, count }: ServedCall) => {
    if (operation === 'FilterLogEvents' && count === 3) void clock.sleep(25 * hourMs);
    return null;
  };
  const { collected } = await run(t, { records: blocks(45, 1_000) }, { logPageEventsMax: 20, fault, clock });
  const coverage = pagesOf(collected, 'logs').at(-1)?.coverage;
  assert.ok(coverage?.state === 'truncated' && /nextToken is invalid/.test(coverage.why));
});

test('a log group that does not exist fails the source with the mend', async (t) => {
  const { collected } = await run(t, { logGroup: 'aws-waf-logs-other' });
  assert.ok(collected.error instanceof Error && 'mend' in collected.error);
  assert.match(String(collected.error.mend), /name of the log group/);
});

for (const end of ['Running', 'Timeout', 'Cancelled', 'Unknown'] as const) {
  test(`rows of an Insights query that ends as ${end} are partial`, async (t) => {
    const { collected, inputs } = await run(t, { records: blocks(60, 60_000) }, { insightsEnd: end });
    assert.equal(collected.error, null);
    assert.equal(answer(collected).status, end);
    assert.ok(countOf(collected) > 0 && countOf(collected) < 60);
    const coverage = pagesOf(collected, 'totals')[0]?.coverage;
    assert.ok(coverage?.state === 'truncated' && coverage.why.includes(end));
    assert.ok(collected.gaps.some(({ why }) => /^totals: .*partial/.test(why)));
    assert.equal(inputs('StopQuery').length, end === 'Running' ? 1 : 0);
  });
}

test('a failed Insights query is a gap, and the logs stand', async (t) => {
  const { collected } = await run(t, { records: blocks(5, 1_000) }, { insightsEnd: 'Failed' });
  assert.equal(collected.error, null);
  assert.equal(pagesOf(collected, 'totals')[0]?.coverage.state, 'failed');
  assert.equal(recordsOf(collected, 'logs').length, 5);
});

test('as many Insights rows as the limit are no total', async (t) => {
  const records = Array.from({ length: 10_001 }, (_, index) =>
    at(lastHour.fromMs + index, { terminatingRuleId: `rule-${index}` }),
  );
  const { collected, inputs } = await run(t, { records });
  assert.match(String(inputs('StartQuery')[0]?.['queryString']), /\| limit 10000$/);
  assert.deepEqual(pagesOf(collected, 'totals')[0]?.coverage, {
    state: 'truncated',
    why: 'the Insights query gave as many rows as it may: they are no total',
    limit: 10_000,
  });
});

test('samples are asked by metric name, for the rules that keep them', async (t) => {
  const { collected, inputs } = await run(t, { records: blocks(5, 1_000) });
  assert.deepEqual(
    inputs('GetSampledRequests').map(({ RuleMetricName }) => RuleMetricName),
    ['sqli-metric'],
  );
  assert.equal(pagesOf(collected, 'samples/sqli-metric')[0]?.query['rule'], 'SQLi');
});

test('samples say the population that they were drawn from; weights add up to something else', async (t) => {
  const { collected } = await run(t, { records: blocks(1_300, 1_000) });
  const [page] = pagesOf(collected, 'samples/sqli-metric');
  assert.deepEqual(page?.coverage, { state: 'sampled', of: 1_300 });
  const { SampledRequests } = documentOf(collected, 'samples/sqli-metric') as {
    SampledRequests: { Weight: number; Timestamp: number }[];
  };
  assert.equal(SampledRequests.length, 500);
  assert.notEqual(
    SampledRequests.reduce((sum, { Weight }) => sum + Weight, 0),
    1_300,
  );
  assert.equal(SampledRequests[0]?.Timestamp, lastHour.fromMs / 1_000, 'seconds, as on the wire');
});

test('a start that AWS WAF moves silently is read from its answer and becomes a gap', async (t) => {
  const day = { fromMs: anchorMs - 24 * hourMs, toMs: anchorMs };
  const { collected } = await run(t, { records: blocks(5, 1_000) }, { window: day });
  const answered = pagesOf(collected, 'samples/sqli-metric')[0]?.answered;
  const movedMs = Date.parse(answered?.from ?? '') - (anchorMs - 3 * hourMs);
  assert.ok(movedMs >= 0 && movedMs < 60_000, answered?.from);
  const gap = collected.gaps.find(({ why }) => why.startsWith('samples: AWS WAF keeps'));
  assert.deepEqual(gap?.window, { from: new Date(day.fromMs).toISOString(), to: answered?.from });
});

test('samples of more than 5,000 requests cover only the time of the first 5,000', async (t) => {
  const { collected } = await run(t, { records: blocks(6_000, 500) });
  const [page] = pagesOf(collected, 'samples/sqli-metric');
  assert.deepEqual(page?.coverage, { state: 'sampled', of: 5_000 });
  assert.equal(page?.answered?.to, new Date(lastHour.fromMs + 2_500_000).toISOString());
  assert.ok(collected.gaps.some(({ why }) => why.includes('SQLi from its first requests')));
});

test('nothing is asked for samples of a window that is no longer kept', async (t) => {
  const clock = fakeClock(anchorMs + 4 * hourMs);
  const { collected, inputs } = await run(t, { records: blocks(5, 1_000) }, { clock });
  assert.equal(inputs('GetSampledRequests').length, 0);
  assert.ok(collected.gaps.some(({ why }) => why.includes('the window ended before')));
  assert.equal(collected.error, null);
});

test('one denied part is a gap that names its IAM action, and the rest is read', async (t) => {
  const fault = ({ operation }: ServedCall) => (operation === 'GetSampledRequests' ? 'deny' : null);
  const { collected } = await run(t, { records: blocks(5, 1_000) }, { fault });
  assert.equal(collected.error, null);
  assert.deepEqual(pagesOf(collected, 'samples/sqli-metric')[0]?.coverage, {
    state: 'denied',
    permission: 'wafv2:GetSampledRequests',
  });
  const gap = collected.gaps.find(({ why }) => why.startsWith('samples/sqli-metric'));
  assert.equal(gap?.mend, `allow wafv2:GetSampledRequests on ${webAclArn} to the credentials in use`);
  assert.equal(pagesOf(collected, 'logs').at(-1)?.coverage.state, 'complete');
  assert.equal(pagesOf(collected, 'totals').at(-1)?.coverage.state, 'complete');
});

test('denied logs fail the source after everything else was read', async (t) => {
  const fault = ({ operation }: ServedCall) => (operation === 'FilterLogEvents' ? 'deny' : null);
  const { collected } = await run(t, { records: blocks(5, 1_000) }, { fault });
  assert.ok(collected.error instanceof Error && 'code' in collected.error);
  assert.equal(collected.error.code, 'SOURCE_DENIED');
  assert.equal(countOf(collected), 5);
  assert.equal(pagesOf(collected, 'samples/sqli-metric').length, 1);
});

test('the web ACL and its logging are kept as they were answered', async (t) => {
  const { collected } = await run(t, {});
  assert.deepEqual(documentOf(collected, 'web-acl'), webAcl);
  assert.deepEqual(documentOf(collected, 'logging'), loggingConfiguration);
});

test('a logging filter, redacted fields and another log group are gaps in the logs', async (t) => {
  const { collected } = await run(t, {
    loggingConfiguration: {
      LoggingConfiguration: {
        ResourceArn: webAclArn,
        LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-elsewhere'],
        LoggingFilter: { DefaultBehavior: 'DROP', Filters: [] },
        RedactedFields: [{ QueryString: {} }, { SingleHeader: { Name: 'cookie' } }],
      },
    },
  });
  const whys = collected.gaps.map(({ why }) => why).join('\n');
  assert.match(whys, /logs to arn:aws:s3:::aws-waf-logs-elsewhere, not to aws-waf-logs-shop/);
  assert.match(whys, /logging filter .*DROP/);
  assert.match(whys, /redacts fields .*QueryString, SingleHeader/);
});

test('a web ACL that logs nowhere is a gap that says to enable logging', async (t) => {
  const { collected } = await run(t, { loggingConfiguration: {} });
  assert.ok(
    collected.gaps.some(({ why, mend }) => why.startsWith('logging: ') && /logging is enabled/.test(mend)),
  );
});

test('settings must agree with the ARN: its Region, and us-east-1 for CloudFront', () => {
  const schema = sourceTypes.get('aws.waf');
  const arn = (place: string, scope: string) => `arn:aws:wafv2:${place}:123456789012:${scope}/webacl/a/b-1`;
  const accepts = (place: string, webAclName: string) =>
    schema?.safeParse({ region: place, webAcl: webAclName, logGroup }).success;
  assert.equal(accepts('eu-west-1', arn('eu-west-1', 'regional')), true);
  assert.equal(accepts('us-east-1', arn('us-east-1', 'global')), true);
  assert.equal(accepts('us-east-1', arn('eu-west-1', 'regional')), false);
  assert.equal(accepts('us-east-1', 'arn:aws:s3:::bucket'), false);
});
