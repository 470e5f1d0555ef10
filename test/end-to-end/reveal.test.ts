import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { pino } from 'pino';
import { openApp } from '../../src/app.ts';
import { configOf } from '../../src/cli/config-of.ts';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli } from '../helpers/cli.ts';
import { freshHome } from '../helpers/stores.ts';

const record = {
  timestamp: Date.parse('2026-01-27T10:00:00Z'),
  formatVersion: 1,
  webaclId: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/edge/1',
  terminatingRuleId: 'Default_Action',
  terminatingRuleType: 'REGULAR',
  action: 'ALLOW',
  httpRequest: {
    clientIp: '203.0.113.7',
    headers: [{ name: 'authorization', value: 'Bearer abcdef0123456789' }],
    uri: '/',
    args: 'to=mallory@example.com',
    httpMethod: 'GET',
    requestId: 'r-1',
  },
};

test('rca reveal opens a token for the value on standard input, and the ledger tells that it did', async (t) => {
  const home = await freshHome();
  t.after(() => home.clear());
  const run = (argv: readonly string[], stdin = '') =>
    runCli([...argv, '--home', home.dir, '--json'], { stdin });
  const window = ['--from', '2026-01-27T09:00:00Z', '--to', '2026-01-27T12:00:00Z'];
  const { incident } = JSON.parse(
    (await run(['start', '--title', 'Reveal', ...window])).stdout,
  ) as Shapes['start'];
  const file = join(home.dir, 'waf.log');
  await writeFile(file, `${JSON.stringify(record)}\n`);
  assert.equal((await run(['import', incident, file])).exit, 0);

  const app = await openApp(configOf({ home: home.dir }, home.dir), {
    log: pino({ enabled: false }),
    nowMs: Date.now,
  });
  const [{ item } = assert.fail('no item')] = await app.useCases.evidence(incident);
  const stored = Buffer.from(await app.context.blobs.get(item.pages[0]?.sha256 ?? '')).toString();
  await app.close();
  const [email = '', secret = ''] = [/\[email:\w+\]/, /\[authorization:\w+\]/].map(
    (pattern) => pattern.exec(stored)?.[0] ?? '',
  );

  const opened = await run(['reveal', incident, email], 'mallory@example.com\n');
  assert.equal(opened.exit, 0, opened.stderr);
  const opening = JSON.parse(opened.stdout) as Shapes['reveal'];
  const schema = await readFile(new URL('../../docs/schema/reveal.schema.json', import.meta.url), 'utf8');
  assert.ok(new Ajv2020({ strict: false }).validate(JSON.parse(schema), opening));
  assert.deepEqual([opening.token, opening.class, opening.matches], [email, 'email', true]);

  const other = await run(['reveal', incident, email], 'eve@example.com');
  assert.equal(other.exit, 1);
  assert.deepEqual(JSON.parse(other.stdout), { ...opening, matches: false, nonce: null, commitment: null });

  const refused = await run(['reveal', incident, secret], 'abcdef0123456789');
  assert.deepEqual([refused.exit, refused.stdout], [2, '']);
  assert.match(refused.stderr, /^TOKEN_NEVER_OPENED: /);
  assert.match((await run(['reveal', incident, email], '\n')).stderr, /^VALUE_MISSING: /);

  const again = await openApp(configOf({ home: home.dir }, home.dir), {
    log: pino({ enabled: false }),
    nowMs: Date.now,
  });
  const ledger = (await again.context.store.ledger(incident)).filter((line) => line.includes('"redaction.'));
  const [item1] = await again.useCases.evidence(incident);
  const lists = item1?.item.commitments ?? [];
  const commitments = Buffer.from(await again.context.blobs.get(lists[0]?.sha256 ?? '')).toString();
  await again.close();
  assert.deepEqual(
    ledger.map((line) => (JSON.parse(line) as { body: unknown }).body),
    [{ token: email }],
  );
  assert.ok(commitments.split('\n').includes(`email ${opening.commitment}`));
});
