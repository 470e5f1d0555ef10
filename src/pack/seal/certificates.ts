import { X509Certificate } from '#platform/crypto';

/** The signer's own first, then those that vouch for it. */
export type Certificates = readonly [X509Certificate, ...X509Certificate[]];

/** Certificates in a PEM text, in order; undefined when there is none or one cannot be read. */
export function certificatesIn(pem: string): readonly X509Certificate[] | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const certificates = blocks.map((block) => new X509Certificate(block));
    return certificates.length === 0 ? undefined : certificates;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** The certificates as PEM, as `certificatesIn` reads them. */
export const certificatesPem = (certificates: readonly X509Certificate[]): string =>
  certificates.map((certificate) => certificate.toString()).join('');
