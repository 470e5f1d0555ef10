import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { PackInput } from '../../src/pack/input.ts';
import { finalizePdf } from '../../src/pack/pdfa/finalize.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { opensslIn, opensslPki } from './openssl-pki.ts';
import { holder, timestampAuthority } from './pki.ts';
import { META, printedPdf, type Sample, sample } from './sample.ts';
import { sealerOf, type TestSeal } from './sealers.ts';

const DAY_MS = 86_400_000;
/** The certificates are made now, so times count from here. */
const NOW_MS = Date.now();
const daysOn = (days: number): Date => new Date(NOW_MS + days * DAY_MS);

let folder: string;
let made: Sample;
let input: PackInput;
let seal: TestSeal;
let roots: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-revocation-'));
  made = await sample();
  input = { ...made.input, basePdf: await finalizePdf(await printedPdf(), META, { signatureField: true }) };
  await opensslPki(folder);
  const [key, own, chain] = await Promise.all(['signer.key', 'signer.pem', 'chain.pem'].map(text));
  seal = { key: key ?? '', certificate: `${own}${chain}` };
  roots = await text('root.pem');
});
after(async () => {
  await rm(folder, { recursive: true });
  await rm(made.folder, { recursive: true });
});

const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

async function packed(name: string, settings: TestSeal = seal): Promise<string> {
  const file = join(folder, name);
  await writePack({ ...input, sealer: sealerOf(settings) }, file);
  return file;
}

interface Wanted {
  readonly by?: string;
  /** Serial number, when, reason. */
  readonly revoked?: readonly (readonly [serial: string, at: Date, reason?: string])[];
  readonly from?: Date;
  readonly until?: Date;
  readonly der?: boolean;
}

const asn1Time = (date: Date): string => date.toISOString().replace(/\D/g, '').slice(2, 14).concat('Z');

/** What `openssl ca -gencrl` makes of a database of revoked certificates. */
async function list(wanted: Wanted = {}): Promise<Buffer> {
  const { by = 'ca', revoked = [], from = daysOn(1), until = daysOn(400), der = false } = wanted;
  const rows = revoked.map(([serial, at, reason]) =>
    [
      'R',
      asn1Time(daysOn(3_000)),
      [asn1Time(at), reason].filter(Boolean).join(','),
      serial,
      'unknown',
      '/CN=x',
    ].join('\t'),
  );
  await writeFile(join(folder, 'index.txt'), rows.map((row) => `${row}\n`).join(''));
  await writeFile(join(folder, 'ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n');
  const times = ['-crl_lastupdate', asn1Time(from), '-crl_nextupdate', asn1Time(until)];
  const issuer = ['-cert', `${by}.pem`, '-keyfile', `${by}.key`];
  const openssl = opensslIn(folder);
  openssl('ca', '-config', 'ca.cnf', '-gencrl', ...issuer, ...times, '-out', 'made.crl');
  if (der) openssl('crl', '-in', 'made.crl', '-outform', 'DER', '-out', 'made.crl');
  return readFile(join(folder, 'made.crl'));
}

async function chainOf(file: string, crls: readonly Buffer[], now: Date, ca: string = roots) {
  const named = crls.map((bytes, index) => ({ from: `${index}.crl`, bytes }));
  const report = await verifyPack(file, { ca, crls: named, nowMs: now.getTime() });
  const chain = report.checks.find(({ check }) => check === 'seal.chain');
  assert.equal(report.intact, true);
  assert.equal(report.signer === 'verified', chain?.ok);
  return { ok: chain?.ok, detail: chain?.detail ?? '' };
}

/** `openssl verify -crl_check` on the same certificate, lists and time. */
async function opensslHolds(crl: Buffer, at: Date): Promise<boolean> {
  await writeFile(join(folder, 'asked.crl'), crl);
  const asked = ['-CAfile', 'root.pem', '-untrusted', 'ca.pem', '-CRLfile', 'asked.crl', '-crl_check'];
  const when = ['-attime', String(Math.floor(at.getTime() / 1_000))];
  return spawnSync('openssl', ['verify', ...asked, ...when, 'signer.pem'], { cwd: folder }).status === 0;
}

test('a list is judged as openssl verify -crl_check judges it', async () => {
  const file = await packed('pack.pdf');
  const now = daysOn(10);
  const cases = [
    ['nobody is revoked', await list(), true, /looked up in the given revocation lists/],
    ['another one is revoked', await list({ revoked: [['04', daysOn(2)]] }), true, /looked up/],
    [
      'the signer is revoked',
      await list({ revoked: [['03', daysOn(2)]] }),
      false,
      /revoked as of .* and no timestamp is older/,
    ],
    ['the list expired', await list({ until: daysOn(5) }), false, /the list 0\.crl expired at/],
    ['the list is of the future', await list({ from: daysOn(20) }), false, /in the future/],
    ['the list is of the root', await list({ by: 'root' }), false, /no given list covers CN=Test signer/],
    ['the list is of a stranger', await list({ by: 'signer' }), false, /not issued by anyone in the chain/],
  ] as const;
  for (const [name, crl, holds, detail] of cases) {
    const chain = await chainOf(file, [crl], now);
    assert.equal(chain.ok, holds, `${name}: ${chain.detail}`);
    assert.match(chain.detail, detail, name);
    assert.equal(await opensslHolds(crl, now), holds, `openssl: ${name}`);
  }
});

test('a list may be DER, many lists may be given, and what none covers is told', async () => {
  const file = await packed('pack.pdf');
  const now = daysOn(10);
  const one = await chainOf(file, [await list({ der: true })], now);
  assert.deepEqual([one.ok, /no given list covers CN=Test ca/.test(one.detail)], [true, true]);
  const both = await chainOf(file, [await list({ der: true }), await list({ by: 'root' })], now);
  assert.deepEqual([both.ok, /no given list covers/.test(both.detail)], [true, false], both.detail);
  const revoked = await list({ by: 'root', revoked: [['02', daysOn(2)]] });
  const over = await chainOf(file, [Buffer.concat([await list(), revoked])], now);
  assert.deepEqual([over.ok, /CN=Test ca .*: it was revoked/.test(over.detail)], [false, true], over.detail);
});

test('a change of any byte of a list is noticed', async () => {
  const file = await packed('pack.pdf');
  const crl = await list({ der: true, revoked: [['04', daysOn(2)]] });
  for (let position = 0; position < crl.length; position += 5) {
    const changed = Buffer.from(crl);
    changed[position] = (changed[position] ?? 0) ^ 1;
    const ok = await chainOf(file, [changed], daysOn(10)).then(
      (chain) => chain.ok,
      (error: unknown) =>
        error instanceof Error && 'code' in error && error.code === 'CRL_UNREADABLE' && false,
    );
    assert.equal(ok, false, `byte ${position}`);
  }
});

async function stampedPack(t: TestContext, name: string, at: Date) {
  const root = await holder('Time root', {
    authority: true,
    validMs: [NOW_MS - DAY_MS, NOW_MS + 4_000 * DAY_MS],
  });
  const authority = await holder('Timestamps', {
    issuer: root,
    timestamps: true,
    validMs: [NOW_MS - DAY_MS, NOW_MS + 4_000 * DAY_MS],
  });
  const { url } = await timestampAuthority(t, authority, at);
  return { file: await packed(name, { ...seal, timestampUrl: url }), ca: `${roots}${root.pem}` };
}

test('revoked before the timestamp the signature falls, revoked after it stands and that is said', async (t) => {
  const { file, ca } = await stampedPack(t, 'stamped.pdf', daysOn(3));
  const now = daysOn(10);
  const judged = async (wanted: Wanted, at = now) => chainOf(file, [await list(wanted)], at, ca);
  const early = await judged({ revoked: [['03', daysOn(2), 'keyCompromise']] });
  assert.equal(early.ok, false);
  assert.match(early.detail, /revoked as of .*, before the timestamp of/);
  const late = await judged({ revoked: [['03', daysOn(5), 'keyCompromise']] });
  assert.equal(late.ok, true);
  assert.match(late.detail, /revoked as of .*, after the timestamp of .*: the signature stands/);
  const stolenBefore = await judged({
    revoked: [['03', daysOn(5), `keyTime,${daysOn(2).toISOString().replace(/\D/g, '').slice(0, 14)}Z`]],
  });
  assert.equal(stolenBefore.ok, false, 'the list says that the key was stolen before');
  const archived = await judged({ from: daysOn(6), until: daysOn(30) }, daysOn(1_000));
  assert.equal(archived.ok, true, 'a list made after the timestamp answers for it for good');
  const stale = await judged({ from: daysOn(1), until: daysOn(2) }, daysOn(1_000));
  assert.equal(stale.ok, false, 'a list from before the timestamp cannot answer for it');
});

test('lists without a root, or that are none, are refused', async () => {
  const file = await packed('pack.pdf');
  const bytes = await list();
  await assert.rejects(verifyPack(file, { crls: [{ from: 'a.crl', bytes }] }), { code: 'CRL_WITHOUT_ROOT' });
  const wrong = { from: 'a.crl', bytes: Buffer.from('no list') };
  await assert.rejects(verifyPack(file, { ca: roots, crls: [wrong] }), { code: 'CRL_UNREADABLE' });
});
