import assert from 'node:assert/strict';
import { createHash, createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli } from '../helpers/cli.ts';
import { startServing } from '../helpers/serving.ts';
import { freshHome } from '../helpers/stores.ts';
import { outside } from '../pack/outside.ts';

const KEY = Buffer.alloc(32, 7);

interface Received {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Answers with these statuses, then with 200. */
async function receiver(t: TestContext, statuses: number[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

test('under a running rca serve a webhook that answers 500 twice gets the pack, with a checkpoint that openssl verifies', async (t) => {
  const home = await freshHome('home');
  t.after(() => home.clear());
  const at = (name: string): string => join(home.dir, name);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await writeFile(at('signing.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(at('public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const { received, url } = await receiver(t, [500, 500]);
  await writeFile(
    at('rca.yaml'),
    stringify({
      installation: 'rca.example.com',
      serve: { port: 0 },
      seal: { signingKey: 'file:signing.pem' },
      record: { deliver: [{ type: 'webhook', url, secret: '${HOOK_SECRET}' }] },
    }),
  );
  const env = { HOOK_SECRET: `whsec_${KEY.toString('base64')}` };
  const common = ['--home', at('home'), '--config', at('rca.yaml')];
  await startServing(t, ['serve', ...common], { env });
  const run = (...argv: string[]) => runCli([...argv, ...common, '--json'], { env });
  const started = await run('start', '--title', 'Probing', '--since', '1h', '--no-collect');
  const { incident } = JSON.parse(started.stdout) as Shapes['start'];
  const packed = await run('pack', incident);
  assert.equal(packed.exit, 3, packed.stderr);
  assert.match(packed.stderr, /DELIVERY_REFUSED.*answered 500/s);

  const deadlineMs = Date.now() + 60_000;
  const recorded = async () => {
    const { packs } = JSON.parse((await run('record', incident)).stdout) as Shapes['record'];
    return packs[0]?.deliveries[0];
  };
  while ((await recorded())?.state !== 'delivered') {
    assert.ok(Date.now() < deadlineMs, `${received.length} attempts`);
    await sleep(250);
  }
  assert.equal((await recorded())?.attempts, 3);
  assert.deepEqual(
    [received.length, new Set(received.map(({ headers }) => headers['webhook-id'])).size],
    [3, 1],
  );
  const [last] = received.slice(-1);
  assert.ok(last);
  const signed = `${last.headers['webhook-id']}.${last.headers['webhook-timestamp']}.${last.body}`;
  const mac = createHmac('sha256', KEY).update(signed).digest('base64');
  assert.equal(last.headers['webhook-signature'], `v1,${mac}`);

  const { data } = JSON.parse(last.body) as { data: { checkpoint: string; ledger: { size: number } } };
  const { head, signature } = takeApart(data.checkpoint, publicKey);
  assert.match(head, new RegExp(`^rca\\.example\\.com/${incident}\n${data.ledger.size}\n`));
  await writeFile(at('head'), head);
  await writeFile(at('head.sig'), signature);
  const check = [
    'pkeyutl',
    '-verify',
    '-pubin',
    '-inkey',
    at('public.pem'),
    '-rawin',
    '-sigfile',
    at('head.sig'),
  ];
  const said = outside(t, 'openssl', ...check, '-in', at('head'));
  if (said !== null) assert.match(said, /Signature Verified Successfully/);

  // What left the house is what the store is held against.
  await writeFile(at('sent'), data.checkpoint);
  const verified = await run('verify', '--store', '--checkpoint', at('sent'), '--key', at('public.pem'));
  assert.equal(verified.exit, 0, verified.stdout);
  const { checks } = JSON.parse(verified.stdout) as Shapes['verify-store'];
  assert.equal(checks.find(({ check: name }) => name === 'checkpoints.given')?.ok, true);
});

/** A signed note by docs/pack-format.md: what is signed, and the signature; its hint must be of the key. */
function takeApart(note: string, key: KeyObject): { readonly head: string; readonly signature: Buffer } {
  const [head = '', line = ''] = note.split('\n\n');
  const [dash, origin = '', encoded = ''] = line.trimEnd().split(' ');
  assert.deepEqual([dash, origin], ['—', head.split('\n')[0]]);
  const raw = Buffer.from(encoded, 'base64');
  const bytes = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  const hint = createHash('sha256').update(`${origin}\n`).update(Buffer.of(1)).update(bytes).digest();
  assert.deepEqual([raw.length, raw.subarray(0, 4)], [68, hint.subarray(0, 4)]);
  return { head: `${head}\n`, signature: raw.subarray(4) };
}
