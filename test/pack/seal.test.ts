import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { VerifyOptions } from '../../src/pack/checks/seal-checks.ts';
import type { VerifyReport } from '../../src/pack/report.ts';
import type { Sealer } from '../../src/pack/seal/sealer.ts';
import { signatures } from '../../src/pack/seal/signatures.ts';
import { isSignedNote, readVerifierKey } from '../../src/pack/seal/signed-note.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { attachmentsOf } from './attachments.ts';
import { type Attachments, forge, forgeLedger, forgeManifest, replace, resum } from './forge.ts';
import { outside, outsideWith } from './outside.ts';
import { holder } from './pki.ts';
import { type Sample, sample } from './sample.ts';
import { sealerOf } from './sealers.ts';

let folder: string;
let made: Sample;
let pack: string;

const pem = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();

function newKey(): { readonly key: string; readonly sealer: Sealer } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const sealer = sealerOf({ signingKey: pem(privateKey) });
  assert.ok(sealer);
  return { key: pem(publicKey), sealer };
}

const ours = newKey();
const other = newKey();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-seal-'));
  made = await sample();
  pack = await sealed('pack.pdf', ours.sealer);
});
after(async () => {
  await rm(folder, { recursive: true });
  await rm(made.folder, { recursive: true });
});

async function sealed(name: string, sealer: Sealer): Promise<string> {
  const file = join(folder, name);
  await writePack({ ...made.input, sealer }, file);
  return file;
}

const outcome = ({ ok, intact, signer }: VerifyReport) => [ok, intact, signer] as const;

const failures = ({ checks }: VerifyReport): Record<string, string> =>
  Object.fromEntries(checks.filter(({ ok }) => ok === false).map(({ check, detail }) => [check, detail]));

async function verifyForged(change: (attachments: Attachments) => void, options: VerifyOptions = {}) {
  const file = join(folder, 'forged.pdf');
  await forge(pack, file, change);
  return verifyPack(file, options);
}

test('a pack that is signed is intact, and verified for who has the right public key', async () => {
  assert.deepEqual(outcome(await verifyPack(pack)), [true, true, 'unchecked']);
  assert.deepEqual(outcome(await verifyPack(pack, { strict: true })), [false, true, 'unchecked']);
  assert.deepEqual(outcome(await verifyPack(pack, { key: ours.key, strict: true })), [
    true,
    true,
    'verified',
  ]);
  assert.deepEqual(outcome(await verifyForged(() => undefined, { key: ours.key })), [true, true, 'verified']);
});

test('a check of the seal that nobody asked for or that has no seal to look at is neither right nor wrong', async () => {
  const states = (report: VerifyReport) =>
    Object.fromEntries(
      report.checks.filter(({ check }) => check.startsWith('seal.')).map(({ check, ok }) => [check, ok]),
    );
  const unsigned = {
    'seal.signature': null,
    'seal.timestamp': null,
    'seal.chain': null,
    'seal.certificate': null,
  };
  const signed = { 'seal.signer': true, 'seal.checkpoint': true, 'seal.sums': true };
  assert.deepEqual(states(await verifyPack(pack)), { ...unsigned, ...signed, 'seal.key': null });
  const unsealed = join(folder, 'unsealed.pdf');
  await writePack(made.input, unsealed);
  const none = { 'seal.signer': null, 'seal.checkpoint': null, 'seal.sums': null, 'seal.key': null };
  assert.deepEqual(states(await verifyPack(unsealed)), { ...unsigned, ...none });
});

test('another public key, or a root certificate for a document without signature, verifies nobody', async () => {
  const wrong = await verifyPack(pack, { key: other.key });
  assert.deepEqual(outcome(wrong), [false, true, 'unchecked']);
  assert.deepEqual(failures(wrong), {
    'seal.key': `the pack is signed by ${ours.sealer.name}, not by the given ${other.sealer.name}`,
  });
  const root = await holder('Root', { authority: true });
  const unsigned = await verifyPack(pack, { key: ours.key, ca: root.pem });
  assert.deepEqual(outcome(unsigned), [false, true, 'unchecked']);
  assert.deepEqual(Object.keys(failures(unsigned)), ['seal.chain', 'seal.certificate']);
});

test('after a rotation old packs verify by the old key and new ones by the new key', async () => {
  const rotated = await sealed('rotated.pdf', other.sealer);
  assert.equal((await verifyPack(pack, { key: ours.key })).signer, 'verified');
  assert.equal((await verifyPack(rotated, { key: other.key })).signer, 'verified');
  assert.equal((await verifyPack(rotated, { key: ours.key })).signer, 'unchecked');
});

test('the same input and key give the same bytes', async () => {
  assert.deepEqual(await readFile(await sealed('again.pdf', ours.sealer)), await readFile(pack));
});

test('a change of any byte of any signature is told with its name', async () => {
  for (const { name } of signatures) {
    const { length } = (await attachmentsOf(pack)).get(name) ?? Buffer.alloc(0);
    assert.ok(length >= 64, name);
    for (let position = 0; position < length; position += Math.max(1, length >> 4)) {
      const report = await verifyForged((attachments) => {
        const changed = Buffer.from(attachments.get(name) ?? '');
        changed[position] = (changed[position] ?? 0) ^ 1;
        attachments.set(name, changed);
      });
      assert.deepEqual(failures(report), { 'seal.sums': `${name} is not valid` }, `byte ${position}`);
      assert.deepEqual(outcome(report), [false, false, 'unchecked']);
    }
  }
});

test('a signature that is missing or is the one of another pack is told with its name', async () => {
  const elsewhere = await attachmentsOf(await sealed('elsewhere.pdf', other.sealer));
  for (const { name } of signatures) {
    const removed = await verifyForged((attachments) => attachments.delete(name));
    assert.deepEqual(failures(removed), { 'seal.sums': `${name} is missing or cannot be read` });
    const swapped = await verifyForged((attachments) =>
      attachments.set(name, elsewhere.get(name) ?? Buffer.alloc(0)),
    );
    assert.deepEqual(failures(swapped), { 'seal.sums': `${name} is not valid` });
  }
});

test('who changes evidence and every digest of it cannot sign again', async () => {
  const report = await verifyForged(
    (attachments) => {
      replace(attachments, 'rca.md', 'Blocked', 'Allowed');
      forgeManifest(attachments, (manifest) => manifest);
    },
    { key: ours.key },
  );
  assert.deepEqual(outcome(report), [false, false, 'unchecked']);
  for (const { name } of signatures) assert.match(failures(report)['seal.sums'] ?? '', new RegExp(name));
});

test('a checkpoint for another ledger or with a changed signature is told', async () => {
  const rewritten = await verifyForged((attachments) => forgeLedger(attachments, (entries) => entries));
  assert.match(failures(rewritten)['seal.checkpoint'] ?? '', /the signature of checkpoint is not valid/);
  const changed = await verifyForged((attachments) => {
    replace(attachments, 'checkpoint', /.{4}=\n$/, 'AAAA=\n');
    resum(attachments);
  });
  assert.match(failures(changed)['seal.checkpoint'] ?? '', /not valid/);
  const signedTwice = await verifyForged((attachments) => {
    replace(attachments, 'checkpoint', /(\u2014 .*\n)$/, '$1$1');
    resum(attachments);
  });
  assert.match(failures(signedTwice)['seal.checkpoint'] ?? '', /not valid/);
  const renamed = await verifyForged((attachments) => {
    replace(attachments, 'checkpoint', 'rca.example.com/INC-2026-0001', 'rca.example.com/INC-2026-0002');
    resum(attachments);
  });
  assert.match(failures(renamed)['seal.checkpoint'] ?? '', /not valid/);
});

test('a pack whose seal was stripped contradicts its manifest, or is unsealed for who asks', async () => {
  const strip = (attachments: Attachments): void => {
    for (const { name } of signatures) attachments.delete(name);
    attachments.delete('checkpoint.vkey');
    replace(attachments, 'checkpoint', /\n\n[\s\S]*$/, '\n');
    resum(attachments);
  };
  const stripped = await verifyForged(strip);
  assert.deepEqual(outcome(stripped), [false, false, 'unsealed']);
  assert.deepEqual(failures(stripped), {
    'seal.signer': `${ours.sealer.name} was to seal, nobody did`,
  });
  const whitewashed = (options: VerifyOptions) =>
    verifyForged((attachments) => {
      strip(attachments);
      forgeManifest(attachments, (manifest) => ({ ...manifest, signer: null }));
    }, options);
  assert.deepEqual(outcome(await whitewashed({})), [true, true, 'unsealed']);
  assert.deepEqual(outcome(await whitewashed({ key: ours.key })), [false, true, 'unsealed']);
});

test('a note that another program signed is read, and a line that is no key is none', () => {
  const line = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n';
  const note =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n\n" +
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  const key = readVerifierKey(line);
  assert.ok(key);
  assert.equal(isSignedNote(note, key.name, key.publicKey), true);
  assert.equal(isSignedNote(note.replace('think', 'thank'), key.name, key.publicKey), false);
  for (const wrong of ['', line.trimEnd(), line.replace('c74f', 'c74e'), line.replace('+ARp', '+BRp')]) {
    assert.equal(readVerifierKey(wrong), undefined, wrong);
  }
});

test('a key that is not an Ed25519 key is refused, and the setting named', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (const signingKey of [pem(privateKey), 'nonsense', ours.key]) {
    assert.throws(() => sealerOf({ signingKey }), {
      code: 'SEAL_KEY_UNREADABLE',
      fault: 'user',
      where: 'seal.signingKey',
    });
  }
  assert.equal(sealerOf({}), null);
});

test('a public key that is none is refused', async () => {
  await assert.rejects(verifyPack(pack, { key: 'nonsense' }), {
    code: 'PUBLIC_KEY_UNREADABLE',
    fault: 'user',
  });
});

async function unpacked(t: TestContext): Promise<string> {
  const into = await mkdtemp(join(tmpdir(), 'rca-unpacked-'));
  t.after(() => rm(into, { recursive: true }));
  for (const [name, bytes] of await attachmentsOf(pack)) await writeFile(join(into, name), bytes);
  await writeFile(join(into, 'PUB.pem'), ours.key);
  return into;
}

test('openssl accepts the plain signature', async (t) => {
  const at = await unpacked(t);
  const files = ['-in', join(at, 'SHA256SUMS'), '-sigfile', join(at, 'SHA256SUMS.sig')];
  const args = ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', join(at, 'PUB.pem'), ...files];
  const said = outside(t, 'openssl', ...args);
  if (said !== null) assert.match(said, /Signature Verified Successfully/);
});

test('ssh-keygen accepts the SSH signature', async (t) => {
  const at = await unpacked(t);
  const input = await readFile(join(at, 'SHA256SUMS'));
  const signature = join(at, 'SHA256SUMS.sshsig');
  const asked = ['-Y', 'check-novalidate', '-n', 'rca-pack', '-s', signature];
  const said = outsideWith(t, { input }, 'ssh-keygen', ...asked);
  if (said !== null) assert.match(said, /Good "rca-pack" signature/);
});

test('minisign accepts its signature', async (t) => {
  const at = await unpacked(t);
  assert.ok(ours.sealer.signingKey);
  const { raw, id } = ours.sealer.signingKey.publicKey;
  const key = Buffer.concat([Buffer.from('Ed'), id, raw]).toString('base64');
  const said = outside(t, 'minisign', '-V', '-P', key, '-m', join(at, 'SHA256SUMS'));
  if (said !== null) assert.match(said, /Trusted comment: INC-2026-0001 version 1/);
});
