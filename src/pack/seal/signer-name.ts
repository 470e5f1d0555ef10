import type { X509Certificate } from '#platform/crypto';
import type { PublicKey } from './ed25519.ts';

/** What a pack says of who seals it; the same for the same keys. */
export function sealedBy(seal: {
  readonly certificate: X509Certificate | undefined;
  readonly publicKey: PublicKey | undefined;
  readonly timestamped: boolean;
}): string {
  const { certificate, publicKey, timestamped } = seal;
  return [
    ...(certificate === undefined ? [] : [certificateName(certificate)]),
    ...(publicKey === undefined ? [] : [keyName(publicKey)]),
    ...(timestamped ? ['with a timestamp'] : []),
  ].join(', ');
}

export const keyName = (publicKey: PublicKey): string => `Ed25519 key ${publicKey.id.toString('hex')}`;

/** Subject and the beginning of the SHA-256 fingerprint. */
export function certificateName(certificate: X509Certificate): string {
  const subject = certificate.subject.replaceAll('\n', ', ');
  return `${subject} (certificate ${certificate.fingerprint256.replaceAll(':', '').slice(0, 16).toLowerCase()})`;
}
