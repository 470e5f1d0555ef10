import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Shapes } from '../../src/cli/shapes.ts';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { packManifest } from '../../src/pack/pack-part.ts';
import { runCli } from '../helpers/cli.ts';
import { freshHome } from '../helpers/stores.ts';
import { outside } from '../pack/outside.ts';

test('a pack is attached, delivered again when that failed, held, and destroyed with a signed certificate', async (t) => {
  const home = await freshHome('home');
  t.after(() => home.clear());
  const at = (name: string): string => join(home.dir, name);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await writeFile(at('signing.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(at('public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(
    at('rca.yaml'),
    'seal: { signingKey: "file:signing.pem" }\nretention: { default: 0d }\nrecord: { deliver: [{ type: folder, path: archive }] }\n',
  );
  // Something else has the name of the folder.
  await writeFile(at('archive'), '');
  const common = ['--home', at('home'), '--config', at('rca.yaml'), '--json'];
  const run = async (...argv: string[]) => {
    const said = await runCli([...argv, ...common]);
    return { ...said, json: said.stdout === '' ? null : JSON.parse(said.stdout) };
  };
  const started = await run(
    'start',
    '--title',
    '=1+1',
    '--severity',
    'sev2',
    '--since',
    '2h',
    '--no-collect',
  );
  const { incident } = started.json as Shapes['start'];
  const packed = await run('pack', incident, '--out', at('pack.pdf'));
  assert.equal(packed.exit, 3, packed.stderr);
  assert.match(packed.stderr, /DELIVERY_UNWRITABLE/);
  const failed = (await run('record', incident)).json as Shapes['record'];
  assert.deepEqual(
    failed.packs.map(({ attached, deliveries }) => [attached, deliveries[0]?.state, deliveries[0]?.attempts]),
    [[true, 'failed', 1]],
  );
  await rm(at('archive'));
  const retried = await run('record', incident, '--retry');
  assert.equal(retried.exit, 0, retried.stderr);
  assert.equal((retried.json as Shapes['record']).packs[0]?.deliveries[0]?.state, 'delivered');
  const fetched = await run('record', incident, '--fetch', 'v1', '--out', at('fetched.pdf'));
  assert.equal(fetched.exit, 0, fetched.stderr);
  const pack = await readFile(at('pack.pdf'));
  const { madeWith } = await packManifest(at('pack.pdf'));
  for (const name of ['policy', 'controls']) {
    const file = new URL(`../../templates/${name}.yaml`, import.meta.url);
    assert.equal(madeWith[name], sha256Hex(await readFile(file)), name);
  }
  assert.deepEqual(await readFile(at('fetched.pdf')), pack);
  assert.deepEqual(await readFile(join(at('archive'), `evidence-pack-${incident}-v1.pdf`)), pack);

  const destroying = ['destroy', incident, '--confirm'];
  assert.equal((await run(...destroying, 'INC-2026-9999')).exit, 2);
  assert.equal((await run('hold', 'place', incident, '--reason', 'Case 17')).exit, 0);
  const refused = await run(...destroying, incident);
  assert.deepEqual([refused.exit, /HOLD_STANDS/.test(refused.stderr)], [2, true]);
  assert.equal((await run('hold', 'release', incident, 'H-0001', '--reason', 'over')).exit, 0);
  const destroyed = await run(...destroying, incident);
  assert.equal(destroyed.exit, 0, destroyed.stderr);
  const { certificate, signature } = (await run('record', incident, '--certificate'))
    .json as Shapes['certificate'];
  await writeFile(at('certificate.json'), certificate);
  await writeFile(at('certificate.sig'), Buffer.from(signature ?? '', 'base64'));
  outside(
    t,
    'openssl',
    ...['pkeyutl', '-verify', '-pubin', '-inkey', at('public.pem'), '-rawin'],
    ...['-in', at('certificate.json'), '-sigfile', at('certificate.sig')],
  );
  assert.equal(JSON.parse(certificate).copies.deliveries[0].destination, 'folder');
  const blobs = await readdir(join(at('home'), 'blobs'), { recursive: true, withFileTypes: true });
  assert.deepEqual(
    blobs.filter((entry) => entry.isFile()),
    [],
  );
  assert.deepEqual(((await run('record', '--backups')).json as Shapes['backups']).blobs, []);
  const period = ['--from', '2000-01-01T00:00:00Z', '--to', '2100-01-01T00:00:00Z'];
  const population = (await run('population', ...period)).json as Shapes['population'];
  assert.equal(population.incidents[0]?.title, '(destroyed)');
  assert.deepEqual([population.count, population.missing.length], [1, 0]);
});
