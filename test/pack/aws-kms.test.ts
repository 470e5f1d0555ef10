import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, type TestContext, test } from 'node:test';
import type { PackInput } from '../../src/pack/input.ts';
import { finalizePdf } from '../../src/pack/pdfa/finalize.ts';
import { kmsKey } from '../../src/pack/seal/aws-kms.ts';
import { readCertificates } from '../../src/pack/seal/certified-key.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { ARN, type Kms, kmsServer } from './kms.ts';
import { type Holder, holder } from './pki.ts';
import { META, printedPdf, type Sample, sample } from './sample.ts';
import { sealerOf } from './sealers.ts';

let folder: string;
let made: Sample;
let input: PackInput;
let root: Holder;
let signer: Holder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-kms-'));
  made = await sample();
  input = { ...made.input, basePdf: await finalizePdf(await printedPdf(), META, { signatureField: true }) };
  root = await holder('Test root', { authority: true });
  signer = await holder('Pack signer', { issuer: root });
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'example';
});
afterEach(() => {
  delete process.env['AWS_ENDPOINT_URL_KMS'];
});
after(async () => {
  await rm(folder, { recursive: true });
  await rm(made.folder, { recursive: true });
});

async function opened(t: TestContext, own: Holder, signsWith?: string) {
  const kms: Kms = await kmsServer(t, own.keyPem, signsWith);
  process.env['AWS_ENDPOINT_URL_KMS'] = kms.url;
  const key = kmsKey(ARN, readCertificates(`${own.pem}${root.pem}`));
  return { kms, key };
}

test('a key in KMS signs a pack, by its digest alone, and the signer is verified', async (t) => {
  const rsa = await holder('Pack signer', { kind: 'rsa', issuer: root });
  for (const [own, algorithm] of [
    [signer, 'ECDSA_SHA_256'],
    [rsa, 'RSASSA_PKCS1_V1_5_SHA_256'],
  ] as const) {
    const { kms, key } = await opened(t, own);
    assert.equal(kms.asked.length, 0);
    assert.match(await key.check(), /1234abcd/);
    const file = join(folder, `${algorithm}.pdf`);
    await writePack({ ...input, sealer: sealerOf({ certified: key }) }, file);
    const report = await verifyPack(file, { ca: root.pem, strict: true, nowMs: Date.UTC(2026, 5, 1) });
    assert.deepEqual([report.ok, report.signer], [true, 'verified']);
    assert.deepEqual(
      kms.asked.map(({ action }) => action),
      ['GetPublicKey', 'Sign'],
    );
    const { Message, ...asked } = kms.asked[1]?.body ?? {};
    assert.deepEqual(asked, { KeyId: ARN, MessageType: 'DIGEST', SigningAlgorithm: algorithm });
    assert.equal(Buffer.from(String(Message), 'base64').length, 32);
  }
});

test('a key that is not that of the certificate is told before anything is signed, and after all the same', async (t) => {
  const other = await holder('Other');
  const elsewhere = await kmsServer(t, other.keyPem);
  process.env['AWS_ENDPOINT_URL_KMS'] = elsewhere.url;
  const wrong = kmsKey(ARN, readCertificates(signer.pem));
  await assert.rejects(wrong.check(), { code: 'SEAL_KEY_MISMATCH' });
  const { key } = await opened(t, signer, other.keyPem);
  await key.check();
  const sealer = sealerOf({ certified: key });
  await assert.rejects(writePack({ ...input, sealer }, join(folder, 'no.pdf')), {
    code: 'SEAL_KEY_MISMATCH',
  });
});

test('each error of KMS is told with what mends it', async (t) => {
  const cases = {
    AccessDeniedException: ['SEAL_KEY_DENIED', /allow kms:(Sign|GetPublicKey) on arn:aws:kms:/],
    DisabledException: ['SEAL_KEY_DISABLED', /enable the KMS key/],
    KMSInvalidStateException: ['SEAL_KEY_DISABLED', /cancel the deletion/],
    NotFoundException: ['SEAL_KEY_MISSING', /check Region/],
    ThrottlingException: ['SEAL_KEY_THROTTLED', /try again later/],
  } as const;
  for (const [name, [code, mend]] of Object.entries(cases)) {
    const { kms, key } = await opened(t, signer);
    kms.failing.set('Sign', name).set('GetPublicKey', name);
    for (const call of [() => key.sign(Buffer.from('data')), () => key.check()]) {
      await assert.rejects(call, { code, mend, fault: 'outside', where: ARN }, name);
    }
    assert.equal(kms.asked.length, name === 'ThrottlingException' ? 8 : 2, name);
  }
});

test('a call that is throttled is repeated, and a KMS that is not there is told', async (t) => {
  const { kms, key } = await opened(t, signer);
  kms.failing.set('Sign', ['ThrottlingException', 'ThrottlingException']);
  assert.ok((await key.sign(Buffer.from('data'))).length > 64);
  assert.equal(kms.asked.length, 3);
  process.env['AWS_ENDPOINT_URL_KMS'] = 'http://127.0.0.1:9';
  const away = kmsKey(ARN, readCertificates(signer.pem));
  await assert.rejects(away.check(), { code: 'SEAL_KEY_UNREACHABLE', fault: 'outside' });
});

test('what is not the ARN of a key, or a certificate of a kind that does not seal, is refused', async () => {
  const certificates = readCertificates(signer.pem);
  for (const wrong of ['', 'alias/x', ARN.replace('kms', 's3'), ARN.replace(':key/', ':')]) {
    assert.throws(() => kmsKey(wrong, certificates), { code: 'SEAL_KEY_UNREADABLE', where: 'seal.key' });
  }
});
