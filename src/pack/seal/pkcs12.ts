import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import {
  type AuthenticatedSafe,
  CertBag,
  Certificate,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
} from 'pkijs';
import { userError } from '../../domain/errors.ts';
import { attempt } from './attempt.ts';
import type { Certificates } from './certificates.ts';
import { type CertifiedKey, isIssuerOf, localKey, mismatch, usable } from './certified-key.ts';

/** PKCS #12 (RFC 7292) as current programs write it: encrypted by PBES2, with a MAC over it. */

const WHERE = 'seal.pkcs12';
/** Encryption with RC2, RC4 or 3DES: pkcs-12PbeIds of RFC 7292, appendix C. */
const LEGACY_ENCRYPTION = '1.2.840.113549.1.12.1.';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';

/**
 * Reads a key and its certificates; the order of certificates in such a file means nothing, so they are put
 * into that of the chain. Throws `SEAL_PKCS12_UNREADABLE`, `SEAL_PKCS12_LEGACY`, `SEAL_PASSPHRASE_WRONG`,
 * `SEAL_KEY_MISSING`, `SEAL_KEY_AMBIGUOUS`, `SEAL_KEY_UNREADABLE`, `SEAL_KEY_MISMATCH` and `SEAL_CHAIN_BROKEN`.
 */
export async function readPkcs12(file: Buffer, passphrase: string): Promise<CertifiedKey> {
  const { keys, certificates } = await contentsOf(await openSafe(file, bytesOf(passphrase)), passphrase);
  const [key, ...others] = keys;
  if (key === undefined) {
    throw refused('SEAL_KEY_MISSING', 'the file holds no private key', 'export it with its key: -inkey KEY');
  }
  if (others.length > 0) {
    const found = `the file holds ${keys.length} private keys`;
    throw refused('SEAL_KEY_AMBIGUOUS', found, 'export the key that seals packs into a file of its own');
  }
  return localKey(usable(key, WHERE), chainOf(key, certificates), 'a PKCS #12 file');
}

const bytesOf = (passphrase: string): ArrayBuffer => Uint8Array.from(Buffer.from(passphrase)).buffer;

async function openSafe(file: Buffer, password: ArrayBuffer): Promise<AuthenticatedSafe> {
  const pfx = await attempt(() => PFX.fromBER(Uint8Array.from(file)));
  const opened = async (checkIntegrity: boolean): Promise<AuthenticatedSafe | undefined> =>
    attempt(async () => {
      await pfx?.parseInternalValues({ password, checkIntegrity });
      return pfx?.parsedValue?.authenticatedSafe;
    });
  if (pfx?.macData === undefined || (await opened(false)) === undefined) {
    const why = 'it is no PKCS #12 file, or one without a MAC by passphrase';
    throw refused('SEAL_PKCS12_UNREADABLE', why, 'make one with: openssl pkcs12 -export');
  }
  if (!MACS.has(pfx.macData.mac.digestAlgorithm.algorithmId)) {
    const why = `its MAC is ${pfx.macData.mac.digestAlgorithm.algorithmId}, which is not read`;
    throw refused('SEAL_PKCS12_UNREADABLE', why, `export it again: ${EXPORT_AGAIN}`);
  }
  const safe = await opened(true);
  if (safe !== undefined) return safe;
  throw userError({
    code: 'SEAL_PASSPHRASE_WRONG',
    message: 'the passphrase is not the one of the file, or the file was changed',
    where: 'seal.passphrase, seal.pkcs12',
    mend: 'give the passphrase that the file was exported with',
  });
}

const MACS: ReadonlySet<string> = new Set([
  '1.3.14.3.2.26',
  '2.16.840.1.101.3.4.2.1',
  '2.16.840.1.101.3.4.2.2',
  '2.16.840.1.101.3.4.2.3',
]);

const EXPORT_AGAIN =
  'openssl pkcs12 -legacy -in OLD.p12 -nodes -out KEY.pem && openssl pkcs12 -export -in KEY.pem -out NEW.p12 && rm KEY.pem';

interface Contents {
  readonly keys: KeyObject[];
  readonly certificates: X509Certificate[];
}

async function contentsOf(safe: AuthenticatedSafe, passphrase: string): Promise<Contents> {
  const password = bytesOf(passphrase);
  for (const { contentType, content } of safe.safeContents) {
    if (contentType === ENCRYPTED_DATA) refuseLegacy(Buffer.from(content.toBER()));
  }
  const found: Contents = { keys: [], certificates: [] };
  const read = await attempt(async () => {
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) });
    return safe.parsedValue;
  });
  if (read === undefined) throw unread();
  for (const { value } of read.safeContents) {
    for (const { bagValue } of value.safeBags) {
      if (bagValue instanceof PKCS8ShroudedKeyBag) {
        refuseLegacy(Buffer.from(bagValue.encryptionAlgorithm.toSchema().toBER()));
        found.keys.push(await shroudedKey(bagValue, passphrase));
      } else if (bagValue instanceof PrivateKeyInfo) {
        found.keys.push(keyOf(bagValue));
      } else if (bagValue instanceof CertBag && bagValue.parsedValue instanceof Certificate) {
        found.certificates.push(new X509Certificate(Buffer.from(bagValue.parsedValue.toSchema().toBER())));
      }
    }
  }
  return found;
}

/** The OID's beginning in DER. */
const LEGACY_OID = Buffer.from('2a864886f70d010c01', 'hex');

function refuseLegacy(algorithm: Buffer): void {
  if (!algorithm.subarray(0, 128).includes(LEGACY_OID)) return;
  throw refused(
    'SEAL_PKCS12_LEGACY',
    `the file is encrypted with RC2, RC4 or 3DES (${LEGACY_ENCRYPTION}*), which is not read`,
    `export it again: ${EXPORT_AGAIN}`,
  );
}

async function shroudedKey(bag: PKCS8ShroudedKeyBag, passphrase: string): Promise<KeyObject> {
  const key = Buffer.from(bag.toSchema().toBER());
  const read = await attempt(() => createPrivateKey({ key, passphrase, format: 'der', type: 'pkcs8' }));
  if (read === undefined) throw unread();
  return read;
}

const keyOf = (info: PrivateKeyInfo): KeyObject =>
  createPrivateKey({ key: Buffer.from(info.toSchema().toBER()), format: 'der', type: 'pkcs8' });

const unread = () =>
  refused(
    'SEAL_PKCS12_UNREADABLE',
    'what is in the file cannot be decrypted',
    `export it again: ${EXPORT_AGAIN}`,
  );

/** The key's certificate, then who issued it, and so on. */
function chainOf(key: KeyObject, certificates: readonly X509Certificate[]): Certificates {
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (own === undefined) throw mismatch(WHERE);
  const chain: [X509Certificate, ...X509Certificate[]] = [own];
  const left = new Set(certificates.filter((certificate) => certificate !== own));
  for (let last = own; ; ) {
    const issuer = [...left].find((certificate) => isIssuerOf(certificate, last));
    if (issuer === undefined) break;
    left.delete(issuer);
    chain.push(issuer);
    last = issuer;
  }
  const [stray] = left;
  if (stray === undefined) return chain;
  const subject = stray.subject.replaceAll('\n', ', ');
  throw refused(
    'SEAL_CHAIN_BROKEN',
    `the certificate of ${subject} is none of those that lead from the key's to its root`,
    'export the file with the certificates of this chain alone: -certfile CHAIN.pem',
  );
}

const refused = (code: string, message: string, mend: string) =>
  userError({ code, message, where: WHERE, mend });
