import { createHash, createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as asn1 from 'asn1js';
import * as pkijs from 'pkijs';
import { der, TAG } from '../../../src/pack/seal/der.ts';
import { tokenFor } from '../pki.ts';
import { pemOf } from './certificates.ts';
import { DATA, rows, type TokenRecipe } from './rows.ts';

const IMPRINTS = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;
const V1 = '1.2.840.113549.1.9.16.2.12';
const V2 = '1.2.840.113549.1.9.16.2.47';

/** Writes `ID.tst` for each row that has a token. */
export async function makeTokens(folder: string): Promise<void> {
  for (const [index, { id, chain, token }] of rows.entries()) {
    const [stamper] = chain;
    if (token === undefined || stamper === undefined) continue;
    await writeFile(join(folder, `${id}.tst`), await tokenOf(folder, stamper, token, index + 1));
  }
}

async function tokenOf(
  folder: string,
  stamper: string,
  recipe: TokenRecipe,
  serial: number,
): Promise<Buffer> {
  const { at, imprint = 'sha256', hash = 'SHA-256', naming } = recipe;
  const pem = await pemOf(folder, stamper);
  const key = createPrivateKey(await readFile(join(folder, `keys/${stamper}.key`), 'utf8'));
  const privateKey = await webcrypto.subtle.importKey(
    'pkcs8',
    Uint8Array.from(key.export({ type: 'pkcs8', format: 'der' })),
    { name: 'RSASSA-PKCS1-v1_5', hash },
    false,
    ['sign'],
  );
  const { raw } = new X509Certificate(pem);
  const own = { privateKey, certificate: pkijs.Certificate.fromBER(Uint8Array.from(raw)) };
  const messageImprint = new pkijs.MessageImprint({
    hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: IMPRINTS[imprint] }),
    hashedMessage: new asn1.OctetString({
      valueHex: Uint8Array.from(createHash(imprint).update(DATA).digest()).buffer,
    }),
  });
  const names = naming === undefined ? {} : { naming: namesOf(naming, raw) };
  return tokenFor({ messageImprint }, own, new Date(at), serial, { hash, ...names });
}

function namesOf(naming: NonNullable<TokenRecipe['naming']>, raw: Buffer) {
  const digest = (hash: string, of: Buffer = raw): Buffer =>
    der(TAG.octets, createHash(hash).update(of).digest());
  const list = (...parts: readonly Buffer[]): Buffer =>
    der(TAG.sequence, der(TAG.sequence, der(TAG.sequence, ...parts)));
  const sha1 = der(TAG.sequence, der(TAG.oid, Buffer.from('2b0e03021a', 'hex')));
  const v1 = { type: V1, value: list(digest('sha1')) };
  const v2 = { type: V2, value: list(digest('sha256')) };
  return {
    v1: [v1],
    'v1-and-v2': [v1, v2],
    'v2-sha1': [{ type: V2, value: list(sha1, digest('sha1')) }],
    'v2-of-another': [{ type: V2, value: list(digest('sha256', Buffer.from('another'))) }],
    none: [],
  }[naming];
}
