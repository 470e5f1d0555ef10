import type { X509Certificate } from 'node:crypto';
import { userError } from '../../domain/errors.ts';
import { certificateName } from './signer-name.ts';

const DAY_MS = 86_400_000;

/** How long a certificate is still valid, in words; throws `SEAL_CERTIFICATE_INVALID` when it is not valid now. */
export function validity(certificate: X509Certificate, nowMs: number): string {
  const { validFromDate, validToDate } = certificate;
  const leftMs = validToDate.getTime() - nowMs;
  if (leftMs >= 0 && nowMs >= validFromDate.getTime()) {
    const days = Math.floor(leftMs / DAY_MS);
    return `${certificateName(certificate)} is valid until ${validToDate.toISOString()}: ${days} days left`;
  }
  throw userError({
    code: 'SEAL_CERTIFICATE_INVALID',
    message: `${certificateName(certificate)} is valid from ${validFromDate.toISOString()} to ${validToDate.toISOString()} only`,
    where: 'seal.certificate',
    mend: 'get a new certificate for the key; packs sealed until then are judged by their timestamps',
  });
}
