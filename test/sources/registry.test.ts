import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FixtureOptions } from '../../src/demo/server/options.ts';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { openSource, sourceTypes } from '../../src/sources/registry.ts';
import { collect, fakeClock } from './collecting.ts';
import {
  anchorMs,
  blocks,
  hourMs,
  logGroup,
  recording,
  region,
  trailRecord,
  webAclArn,
} from './recording.ts';

const recorded = recording({
  waf: { records: blocks(5, 1_000) },
  trail: { records: [trailRecord('RotateSecret', anchorMs - 60_000)] },
  prometheus: { answers: [{ expr: 'up', series: [{ labels: {}, valueAt: () => 1 }] }] },
});
const window = { fromMs: anchorMs - hourMs, toMs: anchorMs };

const settingsOf = (url: string): Readonly<Record<string, unknown>> => ({
  'aws.waf': { region, webAcl: webAclArn, logGroup },
  'aws.cloudtrail': { region },
  prometheus: { url, queries: { availability: 'up', db_pool: 'pool' } },
});

async function served(t: { after(fn: () => Promise<void>): void }, options: FixtureOptions = {}) {
  const clock = fakeClock(anchorMs);
  const server = await startFixtureServer(recorded, { nowMs: clock.nowMs, ...options });
  t.after(() => server.close());
  process.env['AWS_ENDPOINT_URL'] = server.url;
  const running = { signal: new AbortController().signal, ...clock };
  return { server, clock, running, open: (type: string) => openSource(type, settingsOf(server.url)[type]) };
}

const services = {
  FilterLogEvents: 'logs',
  StartQuery: 'logs',
  GetQueryResults: 'logs',
  StopQuery: 'logs',
} as const;
const trailOperations = new Set(['LookupEvents']);
const actionOf = (operation: string): string =>
  operation in services
    ? `logs:${operation}`
    : trailOperations.has(operation)
      ? `cloudtrail:${operation}`
      : `wafv2:${operation}`;

for (const type of ['aws.waf', 'aws.cloudtrail']) {
  test(`${type} needs the permissions for what it calls, and no more`, async (t) => {
    const { server, clock, running, open } = await served(t);
    await collect(type, settingsOf(server.url)[type], { url: server.url, window, clock });
    await open(type).check(running);
    const called = new Set(server.requests.map(({ operation }) => actionOf(operation)));
    assert.deepEqual([...called].sort(), open(type).permissions);
  });
}

for (const type of sourceTypes.keys()) {
  test(`${type} passes its own check on a system in order`, async (t) => {
    const { running, open } = await served(t);
    const checks = await open(type).check(running);
    assert.ok(checks.length > 0);
    assert.deepEqual(
      checks.filter(({ ok }) => !ok),
      [],
    );
  });

  test(`${type} tells for each denied permission what mends it`, async (t) => {
    const { running, open } = await served(t, { fault: () => 'deny' });
    const failed = (await open(type).check(running)).filter(({ ok }) => !ok);
    assert.ok(failed.length > 0);
    for (const { mend } of failed) assert.match(mend, /allow|bearerToken/);
  });
}

test('a query without data is told by the check', async (t) => {
  const { running, open } = await served(t);
  const checks = await open('prometheus').check(running);
  assert.equal(checks.find(({ check }) => check === 'query db_pool')?.detail, 'no data now');
});

test('an AWS identity shows no more than the end of the access key', async (t) => {
  const { open } = await served(t);
  assert.equal(await open('aws.waf').identity(), 'aws:access-key-…WXYZ');
});

test('a Prometheus identity is its URL', async (t) => {
  const { open, server } = await served(t);
  assert.equal(await open('prometheus').identity(), server.url);
});

test('an unknown type and wrong settings are the user’s mistakes, with field and mend', () => {
  assert.throws(() => openSource('aws.waff', {}), { code: 'SOURCE_UNKNOWN', fault: 'user' });
  assert.throws(() => openSource('aws.waf', { region, webAcl: 'x', logGroup }), {
    code: 'SOURCE_SETTINGS_INVALID',
    fault: 'user',
    where: 'sources, type aws.waf, field webAcl',
  });
});

test('missing credentials are told before anything is asked', async (t) => {
  const { server, clock } = await served(t);
  const { AWS_ACCESS_KEY_ID: kept } = process.env;
  delete process.env['AWS_ACCESS_KEY_ID'];
  t.after(() => {
    process.env['AWS_ACCESS_KEY_ID'] = kept;
  });
  const collected = await collect('aws.waf', settingsOf(server.url)['aws.waf'], {
    url: server.url,
    window,
    clock,
  });
  assert.ok(collected.error instanceof Error && 'code' in collected.error);
  assert.equal(collected.error.code, 'SOURCE_DENIED');
  assert.equal(server.requests.length, 0);
});

test('a window that is longer than a source reads is refused before anything is asked', async (t) => {
  const { server, clock } = await served(t);
  const settings = settingsOf(server.url)['aws.waf'];
  const long = { fromMs: anchorMs - 32 * 24 * hourMs, toMs: anchorMs };
  const collected = await collect('aws.waf', settings, { url: server.url, window: long, clock });
  assert.match(String(collected.error), /31 days at most/);
  assert.equal(server.requests.length, 0);
});
