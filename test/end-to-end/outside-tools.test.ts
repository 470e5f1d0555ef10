import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Shapes } from '../../src/cli/shapes.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { runCli, type scratch } from '../helpers/cli.ts';
import { freshHome } from '../helpers/stores.ts';
import { outside, outsideWith } from '../pack/outside.ts';
import { holder, timestampAuthority } from '../pack/pki.ts';

/** What tools that are not ours say of a pack that the whole program made. */

let home: Awaited<ReturnType<typeof scratch>>;
let pack: string;
const at = (name: string): string => join(home.dir, name);
const fixture = (path: string): string => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));

const closing: (() => void)[] = [];
const closer = { after: (close: () => void) => void closing.push(close) };

before(async () => {
  home = await freshHome('home');
  pack = at('pack.pdf');
  const root = await holder('Test root', { authority: true });
  const signer = await holder('Pack signer', { issuer: root });
  const authority = await holder('Timestamps', { issuer: root, timestamps: true });
  const { url } = await timestampAuthority(closer, authority, new Date());
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeFile(at('signing.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(at('seal.key'), signer.keyPem);
  await writeFile(at('seal.pem'), `${signer.pem}${root.pem}`);
  await writeFile(at('ROOT.pem'), root.pem);
  const keys = 'key: "file:seal.key", certificate: "file:seal.pem", signingKey: "file:signing.pem"';
  await writeFile(at('rca.yaml'), `seal: { ${keys}, timestampUrl: "${url}" }\n`);
  const common = ['--home', at('home'), '--config', at('rca.yaml'), '--json'];
  const ask = async (...argv: readonly string[]): Promise<string> => {
    const said = await runCli([...argv, ...common]);
    assert.equal(said.exit, 0, said.stderr);
    return said.stdout;
  };
  const window = ['--from', '2026-01-27T10:00:00Z', '--to', '2026-01-27T11:00:00Z'];
  const started = await ask('start', '--title', 'Probing of search', '--no-collect', ...window);
  const { incident } = JSON.parse(started) as Shapes['start'];
  await ask('import', incident, fixture('aws.waf-log/records.ndjson'), fixture('postgres.json/log.ndjson'));
  await ask('pack', incident, '--out', pack);
});
after(async () => {
  for (const close of closing) close();
  await home.clear();
});

/** The document written out, as qpdf reads it. */
const writtenOut = (t: TestContext): string | null =>
  outside(t, 'qpdf', '--qdf', '--object-streams=disable', pack, '-');

test('qpdf finds nothing wrong with the file', (t) => {
  assert.doesNotMatch(outside(t, 'qpdf', '--check', pack) ?? '', /WARNING/);
});

test('poppler sees tags, metadata, no script and no encryption', (t) => {
  const said = outside(t, 'pdfinfo', pack);
  if (said === null) return;
  for (const line of [/^Tagged: +yes/m, /^Metadata Stream: +yes/m, /^JavaScript: +no/m, /^Encrypted: +no/m]) {
    assert.match(said, line);
  }
});

test('the file claims PDF/A-3a and PDF/UA-1', (t) => {
  const said = outside(t, 'pdfinfo', '-meta', pack);
  if (said === null) return;
  for (const claim of ['<pdfaid:part>3<', '<pdfaid:conformance>A<', '<pdfuaid:part>1<']) {
    assert.ok(said.includes(claim), claim);
  }
});

test('veraPDF finds it true to both claims', (t) => {
  const tool = process.env['VERAPDF'] ?? 'verapdf';
  for (const flavour of ['3a', 'ua1']) {
    const said = outside(t, tool, '--flavour', flavour, '--format', 'text', pack);
    if (said !== null) assert.match(said, /^PASS /m);
  }
});

test('each font is embedded and has a map to Unicode, none is of Type 3', (t) => {
  const fonts = outside(t, 'pdffonts', pack)?.trim().split('\n').slice(2) ?? [];
  for (const font of fonts) {
    const columns = font.trim().split(/\s+/);
    assert.deepEqual([columns.at(-5), columns.at(-3)], ['yes', 'yes'], font);
    assert.doesNotMatch(font, /Type 3/);
  }
});

test('there are bookmarks', (t) => {
  const said = outside(t, 'mutool', 'show', pack, 'outline');
  if (said !== null) assert.ok(said.trim().split('\n').length >= 5, said);
});

test('no link does anything but lead to the web or to an address', (t) => {
  const text = writtenOut(t);
  if (text === null) return;
  assert.doesNotMatch(text, /\/S \/(JavaScript|Launch|GoToR|SubmitForm|ImportData)/);
  for (const [, target] of text.matchAll(/\/URI \(([^)]*)\)/g))
    assert.match(target ?? '', /^(https:\/\/|mailto:)/);
});

/** pdfsig with a database of certificates that trusts the root; null when a tool for it is missing. */
async function pdfsig(t: TestContext, file: string): Promise<string | null> {
  const database = at('nss');
  if (!existsSync(join(database, 'cert9.db'))) {
    await mkdir(database, { recursive: true });
    const made = outside(t, 'certutil', '-N', '-d', database, '--empty-password');
    if (made === null) return null;
    outside(t, 'certutil', '-A', '-d', database, '-n', 'root', '-t', 'CT,C,C', '-i', at('ROOT.pem'));
  }
  return outsideWith(t, { anyExit: true }, 'pdfsig', '-nssdir', database, file);
}

test('pdfsig: one signature, valid, over the total document, by a certificate that is trusted', async (t) => {
  const said = await pdfsig(t, pack);
  if (said === null) return;
  assert.equal(said.match(/^Signature #/gm)?.length, 1);
  assert.match(said, /- Total document signed/);
  assert.match(said, /Signature Validation: Signature is Valid\./);
  assert.match(said, /Certificate Validation: Certificate is Trusted\./);
});

test('mutool: unchanged since signing', (t) => {
  const said = outsideWith(t, { anyExit: true }, 'mutool', 'sign', '-v', pack);
  if (said !== null) assert.match(said, /unchanged since signing/);
});

/** Where the digits of the signature are. */
function signatureRange(whole: Buffer): { readonly from: number; readonly to: number } {
  const range = /\/ByteRange \[ 0 (\d+) (\d+) (\d+) \]/.exec(whole.toString('latin1'));
  const [before = 0, after = 0, rest = 0] = (range ?? []).slice(1).map(Number);
  assert.equal(after + rest, whole.length);
  return { from: before + 1, to: after - 1 };
}

/** The signed bytes and the signature, by byte range alone. */
async function takenApart(file: string) {
  const whole = await readFile(file);
  const { from, to } = signatureRange(whole);
  const padded = Buffer.from(whole.subarray(from, to).toString('latin1'), 'hex');
  return {
    signed: Buffer.concat([whole.subarray(0, from - 1), whole.subarray(to + 1)]),
    cms: padded.subarray(0, 4 + padded.readUInt16BE(2)),
  };
}

async function opensslOnSignature(t: TestContext, file: string): Promise<string | null> {
  const { signed, cms } = await takenApart(file);
  await writeFile(at('signed.bin'), signed);
  await writeFile(at('signature.der'), cms);
  const asked = ['-inform', 'DER', '-in', at('signature.der'), '-content', at('signed.bin'), '-binary'];
  const trust = ['-CAfile', at('ROOT.pem'), '-purpose', 'any', '-out', at('out.bin')];
  return outsideWith(t, { anyExit: true }, 'openssl', 'cms', '-verify', '-cades', ...asked, ...trust);
}

test('openssl: a CAdES signature under the root', async (t) => {
  const said = await opensslOnSignature(t, pack);
  if (said !== null) assert.match(said, /CAdES Verification successful/);
});

test('openssl: both timestamps hold what they are over', async (t) => {
  const unpacked = at('unpacked');
  await mkdir(unpacked, { recursive: true });
  if (outside(t, 'pdfdetach', '-saveall', '-o', unpacked, pack) === null) return;
  const ca = ['-CAfile', at('ROOT.pem')];
  const sums = ['-data', 'SHA256SUMS', '-in', 'SHA256SUMS.tsr'];
  const first = outsideWith(t, { cwd: unpacked }, 'openssl', 'ts', '-verify', ...sums, ...ca);
  if (first !== null) assert.match(first, /Verification: OK/);
  const { cms } = await takenApart(pack);
  await writeFile(at('cms.der'), cms);
  const parsed = outside(t, 'openssl', 'asn1parse', '-inform', 'DER', '-in', at('cms.der'));
  if (parsed === null) return;
  const lines = parsed.split('\n');
  const attribute = lines.findIndex((line) => line.includes('id-smime-aa-timeStampToken'));
  const value = lines.slice(0, attribute).findLast((line) => line.includes('OCTET STRING')) ?? '';
  const [offset = 0, header = 0, length = 0] = (/^ *(\d+):.*hl= *(\d+) l= *(\d+)/.exec(value) ?? [])
    .slice(1)
    .map(Number);
  await writeFile(at('value.bin'), cms.subarray(offset + header, offset + header + length));
  const [, token = '0'] = /^ *(\d+):/.exec(lines[attribute + 2] ?? '') ?? [];
  const cut = ['-strparse', token, '-noout', '-out', at('token.der')];
  outside(t, 'openssl', 'asn1parse', '-inform', 'DER', '-in', at('cms.der'), ...cut);
  const asked = ['-data', at('value.bin'), '-in', at('token.der'), '-token_in'];
  assert.match(outside(t, 'openssl', 'ts', '-verify', ...asked, ...ca) ?? '', /Verification: OK/);
});

test('attachments come out with the digests of SHA256SUMS, and each has a relationship', async (t) => {
  const unpacked = at('detached');
  await mkdir(unpacked, { recursive: true });
  if (outside(t, 'pdfdetach', '-saveall', '-o', unpacked, pack) === null) return;
  outsideWith(t, { cwd: unpacked }, 'sha256sum', '--strict', '-c', 'SHA256SUMS');
  const listed = outside(t, 'pdfdetach', '-list', pack)?.match(/^\d+:/gm)?.length;
  const text = writtenOut(t);
  if (text !== null) assert.equal(text.match(/\/AFRelationship/g)?.length, listed);
});

test('a change of a byte that is signed is found by pdfsig, by openssl and by us', async (t) => {
  const whole = await readFile(pack);
  const { from } = signatureRange(whole);
  for (const position of [20, whole.length >> 2, whole.length >> 1, from - 200, whole.length - 40]) {
    await using changed = await withByteChanged(whole, position);
    const said = await pdfsig(t, changed.file);
    if (said !== null) {
      const accepted = /Signature is Valid/.test(said) && /- Total document signed/.test(said);
      assert.equal(accepted, false, `pdfsig, byte ${position}`);
    }
    assert.equal(await isAcceptedByUs(changed.file), false, `rca, byte ${position}`);
    const readable = await takenApart(changed.file).then(
      () => true,
      () => false,
    );
    if (readable) {
      const openssl = await opensslOnSignature(t, changed.file);
      if (openssl !== null) assert.doesNotMatch(openssl, /CAdES Verification successful/, `byte ${position}`);
    }
  }
});

test('a change of a byte of the signature, its certificates, its timestamp or what fills it up is found by us', async () => {
  const whole = await readFile(pack);
  const { from, to } = signatureRange(whole);
  const { cms } = await takenApart(pack);
  const end = from + 2 * cms.length;
  const places = Array.from({ length: 40 }, (_, part) => from + Math.floor(((end - from) * part) / 40));
  for (const position of [...places, end - 1, end, to - 1]) {
    await using changed = await withByteChanged(whole, position);
    assert.equal(await isAcceptedByUs(changed.file), false, `byte ${position - from} of the signature`);
  }
});

async function withByteChanged(whole: Buffer, position: number) {
  const file = at('changed.pdf');
  const bytes = Buffer.from(whole);
  bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position);
  await writeFile(file, bytes);
  return { file, [Symbol.asyncDispose]: () => rm(file) };
}

const isAcceptedByUs = async (file: string): Promise<boolean> =>
  (await verifyPack(file, { ca: await readFile(at('ROOT.pem'), 'utf8') })).ok;
