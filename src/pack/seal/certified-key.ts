import { createPrivateKey, type KeyObject } from 'node:crypto';
import { messageOf, userError } from '../../domain/errors.ts';
import { type Certificates, certificatesIn } from './certificates.ts';

/** A key that signs documents, and who it belongs to. */
export interface CertifiedKey {
  readonly key: KeyObject;
  readonly certificates: Certificates;
}

/**
 * Reads a private key and its certificates, PEM. Throws `SEAL_KEY_UNREADABLE`, `SEAL_CERTIFICATE_UNREADABLE`
 * and, when they do not belong together, `SEAL_KEY_MISMATCH`.
 */
export function readCertifiedKey(keyPem: string, certificatePem: string): CertifiedKey {
  const key = readKey(keyPem);
  const certificates = certificatesIn(certificatePem);
  const [own, ...issuers] = certificates ?? [];
  if (own === undefined) {
    throw userError({
      code: 'SEAL_CERTIFICATE_UNREADABLE',
      message: 'there is no certificate that can be read',
      where: 'seal.certificate',
      mend: 'give a PEM file with the certificate of seal.key first, then those that vouch for it',
    });
  }
  if (!own.checkPrivateKey(key)) {
    throw userError({
      code: 'SEAL_KEY_MISMATCH',
      message: 'the first certificate is not the one of the key',
      where: 'seal.key, seal.certificate',
      mend: 'give the certificate that was issued for this key, before any other in its file',
    });
  }
  return { key, certificates: [own, ...issuers] };
}

function readKey(pem: string): KeyObject {
  const refused = (why: string, cause?: unknown) =>
    userError(
      {
        code: 'SEAL_KEY_UNREADABLE',
        message: `the key cannot be used: ${why}`,
        where: 'seal.key',
        mend: 'give an EC key on P-256 or an RSA key of 2048 bits or more, as PEM without a password',
      },
      cause,
    );
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw refused(messageOf(cause), cause);
  }
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  const fits =
    key.asymmetricKeyType === 'rsa'
      ? modulusLength >= 2048
      : key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1';
  if (!fits) throw refused(`it is ${key.asymmetricKeyType} ${namedCurve ?? modulusLength}`);
  return key;
}
