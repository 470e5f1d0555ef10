import { createPrivateKey, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { messageOf, userError } from '../../domain/errors.ts';
import { type Certificates, certificatesIn } from './certificates.ts';

/** A key that signs documents, wherever it lies, and who it belongs to. */
export interface CertifiedKey {
  /** The signer's own first, then those that vouch for it, in order. */
  readonly certificates: Certificates;
  /** Signs with SHA-256: ECDSA as DER, or PKCS #1 v1.5. Its length does not depend on the data but for a few bytes. */
  sign(data: Buffer): Promise<Buffer>;
  /** Says where the key lies; throws `SEAL_*` when it cannot be used there or is not that of the certificate. */
  check(): Promise<string>;
}

/**
 * Reads a private key and its certificates, PEM. Throws `SEAL_KEY_UNREADABLE`, `SEAL_CERTIFICATE_UNREADABLE`,
 * `SEAL_CHAIN_BROKEN` and, when key and certificate do not belong together, `SEAL_KEY_MISMATCH`.
 */
export function readCertifiedKey(keyPem: string, certificatePem: string): CertifiedKey {
  const key = readKey(keyPem);
  const certificates = readCertificates(certificatePem);
  if (!certificates[0].checkPrivateKey(key)) throw mismatch('seal.key, seal.certificate');
  return localKey(key, certificates, 'a PEM file');
}

/** A key in this process's memory. */
export const localKey = (key: KeyObject, certificates: Certificates, from: string): CertifiedKey => ({
  certificates,
  sign: async (data) => sign('sha256', data, key),
  check: async () => `key from ${from}`,
});

/** Certificates of `seal.certificate`; throws `SEAL_CERTIFICATE_UNREADABLE` and `SEAL_CHAIN_BROKEN`. */
export function readCertificates(pem: string): Certificates {
  const [own, ...issuers] = certificatesIn(pem) ?? [];
  if (own === undefined) {
    throw userError({
      code: 'SEAL_CERTIFICATE_UNREADABLE',
      message: 'there is no certificate that can be read',
      where: 'seal.certificate',
      mend: 'give a PEM file with the certificate of seal.key first, then those that vouch for it',
    });
  }
  const certificates: Certificates = [own, ...issuers];
  const broken = issuers.findIndex((issuer, index) => !isIssuerOf(issuer, certificates[index] ?? own));
  if (broken >= 0) {
    throw userError({
      code: 'SEAL_CHAIN_BROKEN',
      message: `certificate ${broken + 2} did not issue certificate ${broken + 1}`,
      where: 'seal.certificate',
      mend: 'put the certificate of the key first, then the one that issued it, and so on up to the root',
    });
  }
  return certificates;
}

/** By name and signature. */
export const isIssuerOf = (issuer: X509Certificate, issued: X509Certificate): boolean =>
  issued.issuer === issuer.subject && issued.verify(issuer.publicKey);

export const mismatch = (where: string) =>
  userError({
    code: 'SEAL_KEY_MISMATCH',
    message: 'the first certificate is not the one of the key',
    where,
    mend: 'give the certificate that was issued for this key, before any other in its file',
  });

function readKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw unusable(messageOf(cause), 'seal.key', cause);
  }
  return usable(key, 'seal.key');
}

/** The key, if it is one of those that sign documents; throws `SEAL_KEY_UNREADABLE`. */
export function usable(key: KeyObject, where: string): KeyObject {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  const fits =
    key.asymmetricKeyType === 'rsa'
      ? modulusLength >= 2048
      : key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1';
  if (!fits) throw unusable(`it is ${key.asymmetricKeyType} ${namedCurve ?? modulusLength}`, where);
  return key;
}

const unusable = (why: string, where: string, cause?: unknown) =>
  userError(
    {
      code: 'SEAL_KEY_UNREADABLE',
      message: `the key cannot be used: ${why}`,
      where,
      mend: 'give an EC key on P-256 or an RSA key of 2048 bits or more, as PEM without a password',
    },
    cause,
  );
