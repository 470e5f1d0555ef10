import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Certificate } from 'pkijs';
import { nameText, readName, spelledOut } from '../../src/pack/seal/distinguished-name.ts';
import { readSignerPolicy, signerNamed } from '../../src/pack/seal/signer-rules.ts';
import { outside } from './outside.ts';
import { holder } from './pki.ts';

const SHA256 = 'ab'.repeat(32);

test('a fingerprint, a subject and the name of a file are told apart', () => {
  for (const value of [
    SHA256,
    SHA256.toUpperCase(),
    `sha256:${SHA256}`,
    SHA256.match(/../g)?.join(':') ?? '',
  ]) {
    assert.deepEqual(signerNamed(value), { fingerprints: [SHA256] });
  }
  for (const value of ['CN=Evidence packs,O=Example', '2.5.4.3=x']) {
    assert.deepEqual(signerNamed(value), { subjects: [value] });
  }
  for (const value of ['signers.yaml', './CN=x', '', 'ab'.repeat(20)])
    assert.equal(signerNamed(value), undefined);
});

test('a policy is read from YAML and from JSON', () => {
  const rules = [{ fingerprints: [SHA256], to: '2028-01-01T00:00:00Z' }];
  assert.deepEqual(readSignerPolicy(JSON.stringify({ signerPolicy: 1, rules }), 'x'), rules);
  const yaml = `signerPolicy: 1\nrules:\n  - fingerprints: [${SHA256}]\n    to: '2028-01-01T00:00:00Z'\n`;
  assert.deepEqual(readSignerPolicy(yaml, 'x'), rules);
});

test('a policy that names nobody, or says what is not known, is refused with its place', () => {
  for (const [text, why] of [
    ['', /the whole file/],
    ['signerPolicy: 2\nrules: []', /signerPolicy/],
    ['signerPolicy: 1\nrules: []', /rules/],
    ['signerPolicy: 1\nrules: [{}]', /at least one of fingerprints, subjects and spki/],
    ['signerPolicy: 1\nrules: [{subjects: [CN=x], until: now}]', /until/],
    ['signerPolicy: 1\nrules: [{subjects: [CN=x], extendedKeyUsages: [1.3.6.1.5.5.7.3.1]}]', /TLS servers/],
    ['signerPolicy: 1\nrules: &a [{fingerprints: [x]}]', /SHA-256/],
    ['signerPolicy: 1\nrules: [{subjects: &a [CN=x], spki: *a}]', /lias/],
    ['{', /signers/],
  ] as const) {
    assert.throws(() => readSignerPolicy(text, 'signers.yaml'), {
      code: 'SIGNER_POLICY_INVALID',
      fault: 'user',
      where: '--signer signers.yaml',
      message: why,
    });
  }
});

test('a subject is written as RFC 4514 and openssl write it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-names-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const name of ['Evidence packs', ' a, b+c; "d" <e>\\ ', '#x', 'Süß Ω', 'plain']) {
    const { pem } = await holder(name);
    const { raw } = new X509Certificate(pem);
    const { subject } = Certificate.fromBER(Uint8Array.from(raw));
    const written = nameText(readName(new Uint8Array(subject.toSchema().toBER())));
    const file = join(folder, 'certificate.pem');
    await writeFile(file, pem);
    const said = outside(t, 'openssl', 'x509', '-in', file, '-noout', '-subject', '-nameopt', 'RFC2253');
    if (said === null) continue;
    const printed = said.slice('subject='.length, said.lastIndexOf('\n'));
    assert.equal(written, spelledOut(printed), name);
  }
});

test('the example of the documentation is a policy', async () => {
  const page = await readFile(fileURLToPath(new URL('../../docs/sealing.md', import.meta.url)), 'utf8');
  const example = /```yaml\n(signerPolicy[\s\S]*?)```/.exec(page)?.[1] ?? assert.fail('there is no example');
  assert.equal(readSignerPolicy(example, 'docs/sealing.md').length, 2);
});
