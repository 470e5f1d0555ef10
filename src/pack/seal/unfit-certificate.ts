import { messageOf, userError } from '../../domain/errors.ts';
import { type CertificateFacts, factsOf } from './certificate-facts.ts';
import type { Certificates } from './certificates.ts';
import { pathProblems } from './path-policy.ts';
import { signedProblems, signerProblems } from './signer-policy.ts';

/**
 * Throws `SEAL_CERTIFICATE_REFUSED` for a certificate that nobody who verifies would accept, whatever root they have.
 * Whether it is valid today is asked by `rca doctor`.
 */
export function refuseUnfit(certificates: Certificates): void {
  const [own, ...issuers] = certificates.map(read);
  if (own === undefined) return;
  const path: readonly CertificateFacts[] = [own, ...issuers];
  const last = issuers.at(-1) ?? own;
  const problems = [
    ...signerProblems(own).map((why) => `${own.name}: ${why}`),
    ...pathProblems(path, 'signer', null),
    ...(last.selfIssued ? [] : signedProblems(last).map((why) => `${last.name}: ${why}`)),
  ];
  if (problems.length === 0) return;
  throw refused(problems.join('; '));
}

function read(certificate: Certificates[number]): CertificateFacts {
  try {
    return factsOf(certificate);
  } catch (cause) {
    throw refused(`an extension of a certificate cannot be read: ${messageOf(cause)}`, cause);
  }
}

const refused = (message: string, cause?: unknown) =>
  userError(
    {
      code: 'SEAL_CERTIFICATE_REFUSED',
      message: `packs sealed with it would not verify: ${message}`,
      where: 'seal.certificate',
      mend: 'get a certificate for signing documents (docs/sealing.md): digitalSignature or nonRepudiation, extended key usage 1.3.6.1.5.5.7.3.36 or e-mail protection or none, no authority, RSA 2048 or P-256, SHA-256',
    },
    cause,
  );
