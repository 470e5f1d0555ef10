import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli } from '../helpers/cli.ts';
import { freshHome } from '../helpers/stores.ts';
import { holder, timestampAuthority } from '../pack/pki.ts';

test('a pack is sealed by the keys of the configuration, and verified by what their holder published', async (t) => {
  const home = await freshHome('home');
  t.after(() => home.clear());
  const at = (name: string): string => join(home.dir, name);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const root = await holder('Test root', { authority: true });
  const signer = await holder('Pack signer', { issuer: root });
  const authority = await holder('Timestamps', { issuer: root, timestamps: true });
  const { url } = await timestampAuthority(t, authority, new Date());
  await writeFile(at('signing.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(at('PUB.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(at('seal.key'), signer.keyPem);
  await writeFile(at('seal.pem'), `${signer.pem}${root.pem}`);
  await writeFile(at('ROOT.pem'), root.pem);
  const seal = `{ key: "file:seal.key", certificate: "file:seal.pem", signingKey: "file:signing.pem", timestampUrl: "${url}" }`;
  await writeFile(at('rca.yaml'), `seal: ${seal}\n`);
  const common = ['--home', at('home'), '--config', at('rca.yaml'), '--json'];
  const started = await runCli([
    ...['start', '--title', 'Probing of search', '--severity', 'sev3', '--service', 'search'],
    ...['--from', '2026-01-27T10:00:00Z', '--to', '2026-01-27T11:00:00Z', ...common],
  ]);
  assert.equal(started.exit, 0, started.stderr);
  const { incident } = JSON.parse(started.stdout) as Shapes['start'];
  const packed = await runCli(['pack', incident, '--out', at('pack.pdf'), ...common]);
  assert.equal(packed.exit, 0, packed.stderr);
  const asked = ['--key', at('PUB.pem'), '--ca', at('ROOT.pem'), '--strict'];
  const verified = await runCli(['verify', at('pack.pdf'), ...asked, '--json']);
  const report = JSON.parse(verified.stdout) as Shapes['verify'];
  assert.deepEqual([verified.exit, report.signer], [0, 'verified'], verified.stdout);
  const seals = report.checks.filter(({ check }) => check.startsWith('seal.'));
  assert.deepEqual([...new Set(seals.map(({ ok }) => ok))], [true]);
  const policy = 'signerPolicy: 1\nrules: [{ subjects: [CN=Pack signer], extendedKeyUsages: [absent] }]\n';
  await writeFile(at('signers.yaml'), policy);
  await writeFile(at('nobody.yaml'), policy.replace('CN=Pack signer', 'CN=Nobody'));
  const fingerprint = new X509Certificate(signer.pem).fingerprint256;
  for (const [value, exit] of [
    [fingerprint, 0],
    ['CN=Pack signer', 0],
    [at('signers.yaml'), 0],
    ['CN=Nobody', 1],
    [at('nobody.yaml'), 1],
    [at('missing.yaml'), 2],
    [at('ROOT.pem'), 2],
  ] as const) {
    const named = await runCli(['verify', at('pack.pdf'), ...asked, '--signer', value]);
    assert.equal(named.exit, exit, `${value}\n${named.stdout}${named.stderr}`);
  }
  const unasked = await runCli(['verify', at('pack.pdf'), '--strict']);
  assert.equal(unasked.exit, 1);
  assert.match(unasked.stdout, /The signer is not verified: anyone could have made this\./);
});
