import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { wafSource } from '../../src/sources/aws.waf/index.ts';
import { anchorMs, hourMs, logGroup, recording, region, wafRecord, webAclArn } from './recording.ts';

test('log pages follow the token through an empty page until there is none', async (t) => {
  const records = Array.from({ length: 25 }, (_, index) => ({
    ingestedAtMs: anchorMs - 1_000 * index,
    record: wafRecord(anchorMs - 1_000 * (index + 1)),
  }));
  const server = await startFixtureServer(recording({ waf: { records } }), { logPageEventsMax: 10 });
  t.after(() => server.close());
  process.env['AWS_ENDPOINT_URL'] = server.url;
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'not-a-secret';
  const settings = { region, webAcl: webAclArn, logGroup };
  const lines: number[] = [];
  const replies = wafSource.fetch(settings, wafSource.connect(settings), {
    window: { fromMs: anchorMs - hourMs, toMs: anchorMs },
    signal: new AbortController().signal,
    nowMs: () => anchorMs,
    sleep: async () => undefined,
  });
  for await (const reply of replies) {
    if (reply.kind === 'page') lines.push(Buffer.from(reply.page.bytes).toString().split('\n').length - 1);
  }
  assert.deepEqual(lines, [5, 10, 10]);
  assert.equal(server.requests.length, 4);
});
