import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import * as asn1 from 'asn1js';
import fc from 'fast-check';
import type { VerifyOptions } from '../../src/pack/checks/seal-checks.ts';
import type { PackInput } from '../../src/pack/input.ts';
import { finalizePdf } from '../../src/pack/pdfa/finalize.ts';
import type { VerifyReport } from '../../src/pack/report.ts';
import { signerNamed } from '../../src/pack/seal/signer-rules.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { times } from '../helpers/times.ts';
import { attachmentsOf } from './attachments.ts';
import { type Attachments, forge, forgeManifest, resum } from './forge.ts';
import { outside } from './outside.ts';
import { type Holder, holder, timestampAuthority } from './pki.ts';
import { META, printedPdf, type Sample, sample } from './sample.ts';
import { carelessSealer, SEALED_AT_MS, sealerOf, type TestSeal } from './sealers.ts';

const AFTER_MS = SEALED_AT_MS + 3_600_000;
const YEARS_LATER_MS = Date.UTC(2040, 0, 1);
const STAMPED_AT = new Date(SEALED_AT_MS + 1_000);

let folder: string;
let made: Sample;
let input: PackInput;
let root: Holder;
let signer: Holder;
let authority: Holder;
let pack: string;
let bytes: Buffer;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-signature-'));
  made = await sample();
  const basePdf = await finalizePdf(await printedPdf(), META, { signatureField: true });
  input = { ...made.input, basePdf };
  root = await holder('Test root', { authority: true });
  signer = await holder('Pack signer', { issuer: root });
  authority = await holder('Timestamps', { issuer: root, timestamps: true });
  pack = await sealed('pack.pdf', certified(signer));
  bytes = await readFile(pack);
});
after(async () => {
  await rm(folder, { recursive: true });
  await rm(made.folder, { recursive: true });
});

const certified = (own: Holder) => ({ key: own.keyPem, certificate: `${own.pem}${root.pem}` });

async function sealed(name: string, settings: TestSeal): Promise<string> {
  const file = join(folder, name);
  await writePack({ ...input, sealer: sealerOf(settings) }, file);
  return file;
}

const verify = (file: string, options: VerifyOptions = {}) =>
  verifyPack(file, { nowMs: AFTER_MS, ...options });

const outcome = ({ ok, intact, signer: who }: VerifyReport) => [ok, intact, who] as const;

const failures = ({ checks }: VerifyReport): Record<string, string> =>
  Object.fromEntries(checks.filter(({ ok }) => ok === false).map(({ check, detail }) => [check, detail]));

async function stamped(t: TestContext, name: string, settings: TestSeal = certified(signer)) {
  const { url } = await timestampAuthority(t, authority, STAMPED_AT);
  return sealed(name, { ...settings, timestampUrl: url });
}

test('a signed document is intact, and its signer verified for who has the root', async () => {
  assert.deepEqual(outcome(await verify(pack)), [true, true, 'unchecked']);
  assert.deepEqual(outcome(await verify(pack, { ca: root.pem, strict: true })), [true, true, 'verified']);
});

test('a certificate that vouches for itself is its own root', async () => {
  const own = await holder('Alone');
  const file = await sealed('alone.pdf', { key: own.keyPem, certificate: own.pem });
  assert.equal((await verify(file, { ca: own.pem })).signer, 'verified');
  assert.equal((await verify(file, { ca: own.pem, nowMs: YEARS_LATER_MS })).signer, 'unchecked');
  assert.equal((await verify(file, { ca: root.pem })).signer, 'unchecked');
});

test('another root, a certificate that is no authority or is over verifies nobody, and the pack stays intact', async () => {
  const other = await holder('Test root', { authority: true });
  assert.deepEqual(outcome(await verify(pack, { ca: other.pem })), [false, true, 'unchecked']);
  const late = await verify(pack, { ca: root.pem, nowMs: YEARS_LATER_MS });
  assert.deepEqual(Object.keys(failures(late)), ['seal.chain']);
  const forged = await holder('Pack signer', { issuer: signer });
  const certificate = `${forged.pem}${signer.pem}`;
  const settings = { key: forged.keyPem, certificate };
  assert.throws(() => sealerOf(settings), {
    code: 'SEAL_CERTIFICATE_REFUSED',
    message: /it is no authority/,
  });
  const file = join(folder, 'forged-chain.pdf');
  await writePack({ ...input, sealer: carelessSealer(forged.keyPem, certificate) }, file);
  assert.deepEqual(Object.keys(failures(await verify(file, { ca: root.pem }))), ['seal.chain']);
});

test('after a rotation old packs verify by the old root alone, new ones by the new root alone', async () => {
  const newRoot = await holder('New root', { authority: true });
  const successor = await holder('Pack signer', { issuer: newRoot });
  const certificate = `${successor.pem}${newRoot.pem}`;
  const rotated = await sealed('rotated.pdf', { key: successor.keyPem, certificate });
  const who = async (file: string, ca: string) => (await verify(file, { ca })).signer;
  assert.deepEqual([await who(pack, root.pem), await who(rotated, newRoot.pem)], ['verified', 'verified']);
  assert.deepEqual([await who(pack, newRoot.pem), await who(rotated, root.pem)], ['unchecked', 'unchecked']);
  assert.equal(await who(pack, `${root.pem}${newRoot.pem}`), 'verified');
});

test('a signer that is named is held against the certificate, and without one the report says what is accepted', async () => {
  const told = async (options: VerifyOptions) => {
    const report = await verify(pack, options);
    return [
      report.signer,
      report.checks.find(({ check }) => check === 'seal.certificate')?.detail ?? '',
    ] as const;
  };
  const sha256 = new X509Certificate(signer.pem).fingerprint256;
  const named = (value: string) => [signerNamed(value) ?? assert.fail(value)];
  const [anyone, words] = await told({ ca: root.pem });
  assert.equal(anyone, 'verified');
  assert.match(words, /no signer was named, so any fitting certificate under the given root is accepted/);
  for (const value of [sha256, sha256.replaceAll(':', '').toLowerCase(), 'CN=Pack signer']) {
    assert.equal((await told({ ca: root.pem, signers: named(value) }))[0], 'verified', value);
  }
  assert.equal((await told({ signers: named(sha256) }))[0], 'verified');
  const [subjectAlone, why] = await told({ signers: named('CN=Pack signer') });
  assert.equal(subjectAlone, 'unchecked');
  assert.match(why, /a subject is accepted under a given root alone/);
  const [other, which] = await told({ ca: root.pem, signers: named('CN=Somebody else') });
  assert.equal(other, 'unchecked');
  assert.match(
    which,
    /none of those that were named: its SHA-256 is [0-9a-f]{64}, its subject CN=Pack signer/,
  );
});

test('a timestamp before the ledger, or after now, is told with both times, and the pack stays intact', async (t) => {
  for (const [at, words] of [
    [
      '2021-05-01T12:00:00.000Z',
      /is of 2021-05-01T12:00:00.000Z, before the ledger's last entry of 2026-01-27/,
    ],
    ['2045-05-01T12:00:00.000Z', /is of 2045-05-01T12:00:00.000Z, which is after now, 2026-02-03T05:05:06/],
  ] as const) {
    const { url } = await timestampAuthority(t, authority, new Date(at));
    const file = await sealed('misdated.pdf', { ...certified(signer), timestampUrl: url });
    const report = await verify(file);
    assert.deepEqual(outcome(report), [false, true, 'unchecked']);
    assert.match(failures(report)['pack.times'] ?? '', words);
  }
  const ordered = (await verify(pack)).checks.find(({ check }) => check === 'pack.times');
  assert.equal(ordered?.ok, true);
});

test('a certificate that nobody would accept seals nothing', async () => {
  const authorityItself = { key: root.keyPem, certificate: root.pem };
  assert.throws(() => sealerOf(authorityItself), {
    code: 'SEAL_CERTIFICATE_REFUSED',
    fault: 'user',
    message: /it is the certificate of an authority, not of a signer/,
  });
  const stamper = { key: authority.keyPem, certificate: authority.pem };
  assert.throws(() => sealerOf(stamper), { message: /is for timestamps, not for signing documents/ });
});

test('a root that cannot be read is refused', async () => {
  await assert.rejects(verify(pack, { ca: 'nonsense' }), { code: 'ROOT_UNREADABLE', fault: 'user' });
});

test('a timestamp keeps a signature good after its certificate is over', async (t) => {
  const short = await holder('Short', { issuer: root, validMs: [SEALED_AT_MS - 1_000, AFTER_MS] });
  const plain = await sealed('short.pdf', certified(short));
  const withTime = await stamped(t, 'short-stamped.pdf', certified(short));
  const options = { ca: root.pem, nowMs: AFTER_MS + 1 };
  assert.equal((await verify(plain, options)).signer, 'unchecked');
  const report = await verify(withTime, options);
  assert.deepEqual(outcome(report), [true, true, 'verified']);
  const told = report.checks.find(({ check }) => check === 'seal.timestamp');
  assert.equal(told?.ok, true);
  assert.match(told?.detail ?? '', /2026-02-03T04:05:07\.000Z/);
});

test('all seals together verify by key and root at once', async (t) => {
  const ed25519 = generateKeyPairSync('ed25519');
  const signingKey = ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const key = ed25519.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const file = await stamped(t, 'all.pdf', { ...certified(signer), signingKey });
  const report = await verify(file, { key, ca: root.pem, strict: true });
  assert.deepEqual(outcome(report), [true, true, 'verified']);
  assert.deepEqual(
    report.checks.filter(({ check, ok }) => check.startsWith('seal.') && ok !== true),
    [],
  );
});

async function failedWith(position: number, file: string, original: Buffer, options: VerifyOptions = {}) {
  await using handle = await open(file, 'r+');
  const byte = original[position] ?? 0;
  await handle.write(Uint8Array.of(byte ^ 1), 0, 1, position);
  try {
    const report = await verify(file, options);
    assert.equal(report.ok, false, `byte ${position}`);
    return failures(report);
  } finally {
    await handle.write(Uint8Array.of(byte), 0, 1, position);
  }
}

test('no changed byte goes unnoticed, and the signature is told wherever it is', async () => {
  const contents = bytes.indexOf('/Contents <') + '/Contents '.length;
  const end = bytes.indexOf('>', contents);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (position) => {
      await failedWith(position, pack, bytes);
    }),
    { numRuns: times(60) },
  );
  const cmsEnd = contents + bytes.subarray(contents, end).toString('latin1').replace(/0+$/, '').length;
  for (let position = contents; position <= end; position += position < cmsEnd ? 37 : 3_001) {
    assert.deepEqual(Object.keys(await failedWith(position, pack, bytes)), ['seal.signature'], `${position}`);
  }
});

test('a changed byte in the timestamp of a signature is told', async (t) => {
  const file = await stamped(t, 'stamped.pdf');
  const original = await readFile(file);
  const contents = original.indexOf('/Contents <') + '/Contents <'.length;
  const hex = original.subarray(contents, original.indexOf('>', contents)).toString('latin1');
  const token = hex.indexOf('060b2a864886f70d010910020e');
  const policy = hex.indexOf('06042a030401', token);
  assert.ok(token > 0 && policy > 0);
  for (let position = policy; position < policy + 160; position += 7) {
    const failed = await failedWith(contents + position, file, original, { ca: root.pem });
    assert.ok('seal.timestamp' in failed || 'seal.signature' in failed);
  }
});

test('what is appended is told, though the signature over the rest stays valid', async () => {
  const file = join(folder, 'appended.pdf');
  await writeFile(file, bytes);
  await appendFile(file, 'startxref\n0\n%%EOF\n');
  const report = await verify(file, { ca: root.pem });
  assert.deepEqual(outcome(report), [false, false, 'verified']);
  assert.match(failures(report)['pack.structure'] ?? '', /bytes were appended/);
});

async function verifyForged(change: (attachments: Attachments) => void, options: VerifyOptions = {}) {
  const file = join(folder, 'forged.pdf');
  await forge(pack, file, change);
  return verify(file, options);
}

test('a pack whose signature was stripped contradicts itself, or is unsealed for who asks', async () => {
  const bare = await verifyForged(() => undefined);
  assert.deepEqual(failures(bare), { 'seal.signature': 'the signature of the document is missing' });
  const withoutCertificate = await verifyForged((attachments) => {
    attachments.delete('certificate.pem');
    resum(attachments);
  });
  assert.deepEqual(Object.keys(failures(withoutCertificate)), ['seal.signer']);
  const whitewash = (attachments: Attachments): void => {
    attachments.delete('certificate.pem');
    forgeManifest(attachments, (manifest) => ({ ...manifest, signer: null }));
  };
  assert.deepEqual(outcome(await verifyForged(whitewash)), [true, true, 'unsealed']);
  assert.deepEqual(outcome(await verifyForged(whitewash, { ca: root.pem })), [false, true, 'unsealed']);
});

test('a timestamp over SHA256SUMS that is of another pack, or was taken away, is told', async (t) => {
  const ed25519 = generateKeyPairSync('ed25519').privateKey;
  const signingKey = ed25519.export({ type: 'pkcs8', format: 'pem' }).toString();
  const file = await stamped(t, 'key-stamped.pdf', { signingKey });
  const elsewhere = await attachmentsOf(await stamped(t, 'elsewhere.pdf'));
  const forged = join(folder, 'forged.pdf');
  const failuresOf = async (change: (attachments: Attachments) => void) => {
    await forge(file, forged, change);
    return failures(await verify(forged));
  };
  const name = 'SHA256SUMS.tsr';
  assert.deepEqual(await failuresOf(() => undefined), {});
  assert.deepEqual(
    await failuresOf((attachments) => attachments.set(name, elsewhere.get(name) ?? Buffer.alloc(0))),
    { 'seal.timestamp': `${name} is missing or not valid` },
  );
  assert.deepEqual(Object.keys(await failuresOf((attachments) => attachments.delete(name))), ['seal.signer']);
});

test('a signature of another document, or of another signer, is not valid for this one', async () => {
  const other = await readFile(
    await sealed('other-signer.pdf', certified(await holder('Pack signer', { issuer: root }))),
  );
  const swapped = join(folder, 'swapped.pdf');
  const contentsOf = (file: Buffer) => {
    const from = file.indexOf('/Contents <');
    return { from, to: file.indexOf('>', from) };
  };
  const [here, there] = [contentsOf(bytes), contentsOf(other)];
  const parts = [bytes.subarray(0, here.from), other.subarray(there.from, there.to), bytes.subarray(here.to)];
  await writeFile(swapped, Buffer.concat(parts));
  assert.deepEqual(Object.keys(failures(await verify(swapped))), ['seal.signature']);
});

test('a key without its certificate, of a kind that is not used, or unreadable is refused with its setting', async () => {
  const other = await holder('Other');
  const weak = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const cases = [
    [{ key: other.keyPem, certificate: signer.pem }, 'SEAL_KEY_MISMATCH', 'seal.key, seal.certificate'],
    [
      { key: signer.keyPem, certificate: `${root.pem}${signer.pem}` },
      'SEAL_CHAIN_BROKEN',
      'seal.certificate',
    ],
    [
      { key: signer.keyPem, certificate: `${signer.pem}${other.pem}` },
      'SEAL_CHAIN_BROKEN',
      'seal.certificate',
    ],
    [{ key: 'nonsense', certificate: signer.pem }, 'SEAL_KEY_UNREADABLE', 'seal.key'],
    [
      { key: weak.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: signer.pem },
      'SEAL_KEY_UNREADABLE',
      'seal.key',
    ],
    [{ key: signer.keyPem, certificate: 'nonsense' }, 'SEAL_CERTIFICATE_UNREADABLE', 'seal.certificate'],
  ] as const;
  for (const [settings, code, where] of cases) {
    const expected = { code, fault: 'user', ...(where === undefined ? {} : { where }) };
    assert.throws(() => sealerOf(settings), expected);
  }
});

test('a document without a field for the signature is refused', async () => {
  const file = join(folder, 'no-field.pdf');
  const refused = writePack({ ...made.input, sealer: sealerOf(certified(signer)) }, file);
  await assert.rejects(refused, { code: 'BASE_PDF_INVALID' });
  assert.equal(existsSync(file), false);
});

test('without the timestamp that is asked for no pack is written', async (t) => {
  const refuses = async (url: string, why: RegExp) => {
    await assert.rejects(
      sealed('unstamped.pdf', { ...certified(signer), timestampUrl: url }),
      (error: Error) => {
        assert.match(error.message, why);
        assert.equal('code' in error && error.code, 'TIMESTAMP_FAILED');
        return true;
      },
    );
    assert.equal(existsSync(join(folder, 'unstamped.pdf')), false);
  };
  const at = STAMPED_AT;
  const refusing = await timestampAuthority(t, authority, at, () => null);
  await refuses(refusing.url, /it refused/);
  const otherData = await timestampAuthority(t, authority, at, (request) => {
    request.messageImprint.hashedMessage = new asn1.OctetString({ valueHex: new ArrayBuffer(32) });
    return request;
  });
  await refuses(otherData.url, /not valid for what was asked/);
  const replayed = await timestampAuthority(t, authority, at, (request) => {
    request.nonce = new asn1.Integer({ value: 7 });
    return request;
  });
  await refuses(replayed.url, /answered another question/);
  const noAuthority = await timestampAuthority(t, signer, at);
  await refuses(noAuthority.url, /not valid for what was asked/);
  await refuses('http://127.0.0.1:9/', /gave no timestamp/);
});

test('outside tools find the signature valid and over the whole document', async (t) => {
  const rsa = await holder('Pack signer', { kind: 'rsa', issuer: root });
  for (const own of [signer, rsa]) {
    const file = await stamped(t, 'outside.pdf', certified(own));
    assert.equal((await verify(file, { ca: root.pem })).signer, 'verified');
    const pdfsig = outside(t, 'pdfsig', '-nocert', file);
    if (pdfsig !== null) {
      assert.match(pdfsig, /- Total document signed/);
      assert.match(pdfsig, /Signature Validation: Signature is Valid\./);
      assert.match(pdfsig, /Signature Type: ETSI\.CAdES\.detached/);
    }
    const qpdf = outside(t, 'qpdf', '--check', file);
    if (qpdf !== null) assert.doesNotMatch(qpdf, /WARNING/);
    const mutool = outside(t, 'mutool', 'sign', '-v', file);
    if (mutool !== null) assert.match(mutool, /unchanged since signing/);
    const { at, cms } = await takenApart(file);
    const asked = ['-inform', 'DER', '-in', cms, '-content', at, '-binary', '-purpose', 'any'];
    const ca = join(folder, 'root.pem');
    await writeFile(ca, root.pem);
    const openssl = outside(
      t,
      'openssl',
      ...['cms', '-verify', '-cades', ...asked, '-CAfile', ca, '-out', join(folder, 'out')],
    );
    if (openssl !== null) assert.match(openssl, /CAdES Verification successful/);
  }
});

/** The signed bytes and the signature as files, taken apart by byte range alone. */
async function takenApart(file: string) {
  const whole = await readFile(file);
  const range = /\/ByteRange \[ 0 (\d+) (\d+) (\d+) \]/.exec(whole.toString('latin1'));
  const [from = 0, to = 0, rest = 0] = (range ?? []).slice(1).map(Number);
  assert.equal(to + rest, whole.length);
  const [at, cms] = [join(folder, 'signed.bin'), join(folder, 'signature.der')];
  await writeFile(at, Buffer.concat([whole.subarray(0, from), whole.subarray(to)]));
  const padded = Buffer.from(whole.subarray(from + 1, to - 1).toString('latin1'), 'hex');
  await writeFile(cms, padded.subarray(0, 4 + padded.readUInt16BE(2)));
  return { at, cms };
}
