import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as pkijs from 'pkijs';
import { readPkcs12 } from '../../src/pack/seal/pkcs12.ts';
import { opensslIn, opensslPki } from './openssl-pki.ts';
import { type Holder, holder } from './pki.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-pkcs12-'));
  await opensslPki(folder);
});
after(() => rm(folder, { recursive: true }));

/** What `openssl pkcs12 -export` makes. */
async function exported(...args: readonly string[]): Promise<Buffer> {
  opensslIn(folder)('pkcs12', '-export', '-passout', 'pass:a b\u00e4c', '-out', 'made.p12', ...args);
  return readFile(join(folder, 'made.p12'));
}
const PASSPHRASE = 'a b\u00e4c';
const SIGNER = ['-inkey', 'signer.key', '-in', 'signer.pem'];

const subjects = async (file: Buffer): Promise<readonly string[]> =>
  (await readPkcs12(file, PASSPHRASE)).certificates.map(({ subject }) => subject);

test('a file by openssl gives a key that signs as its certificate says', async () => {
  for (const how of [
    [],
    ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-192-CBC', '-macalg', 'sha512'],
    ['-keypbe', 'NONE', '-certpbe', 'NONE'],
    ['-iter', '10000'],
  ]) {
    const { certificates, ...key } = await readPkcs12(await exported(...SIGNER, ...how), PASSPHRASE);
    const data = Buffer.from('data');
    const signer = createPublicKey(await readFile(join(folder, 'signer.pem')));
    assert.equal(verify('sha256', data, signer, await key.sign(data)), true, how.join(' '));
    assert.deepEqual(
      certificates.map(({ subject }) => subject),
      ['CN=Test signer'],
    );
  }
});

test('certificates are put into the order of the chain, however they lie in the file', async () => {
  const chain = ['CN=Test signer', 'CN=Test ca', 'CN=Test root'];
  for (const file of ['chain.pem', 'backwards.pem']) {
    assert.deepEqual(await subjects(await exported(...SIGNER, '-certfile', file)), chain, file);
  }
});

test('each file that cannot be used is refused with its own code and a mend that names the command', async () => {
  const openssl = opensslIn(folder);
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:1024',
    '-nodes',
    '-keyout',
    'weak.key',
    '-out',
    'weak.pem',
    '-subj',
    '/CN=Weak',
  );
  const legacy = await exported(...SIGNER, '-legacy');
  const legacyKey = await exported(...SIGNER, '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'AES-256-CBC');
  const whole = await exported(...SIGNER);
  const cases = {
    SEAL_PKCS12_LEGACY: [legacy, legacyKey],
    SEAL_KEY_MISSING: [await exported('-nokeys', '-in', 'signer.pem')],
    SEAL_CHAIN_BROKEN: [
      await exported(...SIGNER, '-certfile', 'root.pem'),
      await exported(...SIGNER, '-certfile', 'weak.pem'),
    ],
    SEAL_KEY_UNREADABLE: [await exported('-inkey', 'weak.key', '-in', 'weak.pem')],
    SEAL_KEY_MISMATCH: [await exported('-inkey', 'signer.key', '-nocerts')],
    SEAL_PKCS12_UNREADABLE: [
      Buffer.from('no file'),
      Buffer.alloc(0),
      await readFile(join(folder, 'signer.pem')),
      whole.subarray(0, -1),
      await exported(...SIGNER, '-nomac'),
    ],
  };
  for (const [code, files] of Object.entries(cases)) {
    for (const [index, file] of files.entries()) {
      await assert.rejects(readPkcs12(file, PASSPHRASE), { code, fault: 'user' }, `${code} ${index}`);
    }
  }
  await assert.rejects(readPkcs12(legacy, PASSPHRASE), {
    mend: /openssl pkcs12 -legacy -in OLD\.p12 .* -out NEW\.p12/,
  });
});

test('a wrong passphrase is told apart from a file that cannot be read, for legacy files too', async () => {
  for (const file of [await exported(...SIGNER), await exported(...SIGNER, '-legacy')]) {
    for (const wrong of ['', 'a b', `${PASSPHRASE} `]) {
      await assert.rejects(readPkcs12(file, wrong), {
        code: 'SEAL_PASSPHRASE_WRONG',
        where: /seal\.passphrase/,
      });
    }
  }
});

test('the mend for a legacy file, run as it is written, gives a file that is read', async () => {
  await writeFile(join(folder, 'OLD.p12'), await exported(...SIGNER, '-legacy'));
  const refusal: unknown = await readPkcs12(await exported(...SIGNER, '-legacy'), PASSPHRASE).catch(
    (error: unknown) => error,
  );
  assert.ok(refusal instanceof Error && 'mend' in refusal && typeof refusal.mend === 'string');
  const command = refusal.mend
    .replace('export it again: ', '')
    .replace('-nodes', `-nodes -passin 'pass:${PASSPHRASE}'`)
    .replace('-export', `-export -passout 'pass:${PASSPHRASE}'`);
  execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
  assert.deepEqual(await subjects(await readFile(join(folder, 'NEW.p12'))), ['CN=Test signer']);
});

test('a file with two keys is refused: nobody says which one seals', async () => {
  const file = await twoKeys(await holder('One'), await holder('Two'));
  await assert.rejects(readPkcs12(file, PASSPHRASE), { code: 'SEAL_KEY_AMBIGUOUS' });
});

/** openssl writes one key alone. */
async function twoKeys(...holders: readonly Holder[]): Promise<Buffer> {
  const safeBags = holders.map(({ keyPem }) => {
    const der = createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'der' });
    const bagValue = pkijs.PrivateKeyInfo.fromBER(Uint8Array.from(der));
    return new pkijs.SafeBag({ bagId: '1.2.840.113549.1.12.10.1.1', bagValue });
  });
  const safe = new pkijs.AuthenticatedSafe({
    parsedValue: { safeContents: [{ privacyMode: 0, value: new pkijs.SafeContents({ safeBags }) }] },
  });
  await safe.makeInternalValues({ safeContents: [{}] });
  const pfx = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe: safe } });
  await pfx.makeInternalValues({
    password: Uint8Array.from(Buffer.from(PASSPHRASE)).buffer,
    iterations: 1_000,
    pbkdf2HashAlgorithm: 'SHA-256',
    hmacHashAlgorithm: 'SHA-256',
  });
  return Buffer.from(pfx.toSchema().toBER());
}
