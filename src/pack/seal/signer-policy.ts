import { type CertificateFacts, EXTENSION } from './certificate-facts.ts';
import { keyWeakness, signatureWeakness } from './strength.ts';

/**
 * Which certificates may sign packs and timestamps, and which may vouch for them. Pure: no clock, no signature is
 * looked at here. Each refusal is one clause about the certificate.
 */

export const PURPOSE = {
  any: '2.5.29.37.0',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  documentSigning: '1.3.6.1.5.5.7.3.36',
  microsoftDocumentSigning: '1.3.6.1.4.1.311.10.3.12',
  adobeAuthenticDocuments: '1.2.840.113583.1.1.5',
} as const;

/** RFC 9336, what vendors named before it, and e-mail: a person's or an office's signature over content. */
const SIGNING_PURPOSES: readonly string[] = [
  PURPOSE.documentSigning,
  PURPOSE.emailProtection,
  PURPOSE.microsoftDocumentSigning,
  PURPOSE.adobeAuthenticDocuments,
];

const PURPOSE_NAMES: ReadonlyMap<string, string> = new Map([
  [PURPOSE.any, 'any purpose'],
  ['1.3.6.1.5.5.7.3.1', 'TLS servers'],
  ['1.3.6.1.5.5.7.3.2', 'TLS clients'],
  ['1.3.6.1.5.5.7.3.3', 'signing code'],
  [PURPOSE.emailProtection, 'e-mail'],
  [PURPOSE.timeStamping, 'timestamps'],
  ['1.3.6.1.5.5.7.3.9', 'OCSP responses'],
  [PURPOSE.documentSigning, 'signing documents'],
]);

const purposeNames = (purposes: readonly string[]): string =>
  purposes.length === 0 ? 'nothing' : purposes.map((oid) => PURPOSE_NAMES.get(oid) ?? oid).join(' and ');

/** Extensions that are judged, or that bind nobody who judges a signature. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...Object.values(EXTENSION),
  '2.5.29.14',
  '2.5.29.18',
  '2.5.29.32',
  '2.5.29.35',
]);

/** Why one certificate may not sign packs; none when it may. `purposes` widens or narrows what its EKU may say. */
export const signerProblems = (
  certificate: CertificateFacts,
  purposes: readonly string[] = SIGNING_PURPOSES,
): readonly string[] => [
  ...endEntityProblems(certificate),
  ...keyUsageProblems(certificate),
  ...signingPurposeProblems(certificate, purposes),
];

/** Why one certificate may not sign timestamps (RFC 3161, 2.3). */
export const authorityProblems = (certificate: CertificateFacts): readonly string[] => [
  ...endEntityProblems(certificate),
  ...keyUsageProblems(certificate),
  ...timePurposeProblems(certificate),
];

/** Why one certificate may not vouch for another, whatever for. */
export function issuerProblems(certificate: CertificateFacts): readonly string[] {
  const { basicConstraints, keyUsage } = certificate;
  return [
    ...formProblems(certificate),
    ...(basicConstraints?.ca === true ? [] : ['it is no authority (basic constraints)']),
    ...(keyUsage === null || keyUsage.has('keyCertSign')
      ? []
      : ['its key usage does not allow signing certificates']),
  ];
}

/** Why an intermediate authority may not vouch for this purpose: an EKU there binds all below it. */
export function issuedPurposeProblems(
  { extendedKeyUsage }: CertificateFacts,
  role: 'signer' | 'authority',
): readonly string[] {
  if (extendedKeyUsage === null) return [];
  const allowed = [PURPOSE.any, ...(role === 'signer' ? SIGNING_PURPOSES : [PURPOSE.timeStamping])];
  return extendedKeyUsage.purposes.some((purpose) => allowed.includes(purpose))
    ? []
    : [`it may vouch for ${purposeNames(extendedKeyUsage.purposes)} alone`];
}

/** What is asked of every certificate but a root's own signature. */
export function signedProblems({ signature, signatureAgrees }: CertificateFacts): readonly string[] {
  const weakness = signatureWeakness(signature);
  return [
    ...(weakness === null ? [] : [`it is signed with ${weakness}, and SHA-256 is the least`]),
    ...(signatureAgrees ? [] : ['it names two algorithms for its signature']),
  ];
}

/** What is asked of every certificate. */
function formProblems({ extensions, key }: CertificateFacts): readonly string[] {
  const weakness = keyWeakness(key);
  const unknown = extensions.filter(({ oid, critical }) => critical && !UNDERSTOOD.has(oid));
  const twice = extensions.filter(
    ({ oid }, index) => extensions.findIndex((one) => one.oid === oid) !== index,
  );
  return [
    ...(weakness === null ? [] : [weakness]),
    ...unknown.map(({ oid }) => `it has the critical extension ${oid}, which is not understood here`),
    ...twice.map(({ oid }) => `it has the extension ${oid} twice`),
  ];
}

const endEntityProblems = (certificate: CertificateFacts): readonly string[] => [
  ...formProblems(certificate),
  ...(certificate.basicConstraints?.ca === true
    ? ['it is the certificate of an authority, not of a signer']
    : []),
];

/** A certificate that names no key usage restricts none (RFC 5280, 4.2.1.3). */
const keyUsageProblems = ({ keyUsage }: CertificateFacts): readonly string[] =>
  keyUsage === null || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation')
    ? []
    : [
        `its key usage is ${[...keyUsage].join(', ') || 'nothing'}, neither digitalSignature nor nonRepudiation`,
      ];

function signingPurposeProblems(
  { extendedKeyUsage }: CertificateFacts,
  allowed: readonly string[],
): readonly string[] {
  if (extendedKeyUsage === null) return [];
  const { purposes } = extendedKeyUsage;
  return purposes.some((purpose) => allowed.includes(purpose))
    ? []
    : [
        `its extended key usage is for ${purposeNames(purposes)}, not for ${purposeNames(allowed.slice(0, 2))}`,
      ];
}

function timePurposeProblems({ extendedKeyUsage }: CertificateFacts): readonly string[] {
  if (extendedKeyUsage === null) return ['it has no extended key usage for timestamps'];
  const { critical, purposes } = extendedKeyUsage;
  if (!purposes.includes(PURPOSE.timeStamping)) {
    return [`its extended key usage is for ${purposeNames(purposes)}, not for timestamps`];
  }
  return [
    ...(purposes.length === 1
      ? []
      : [`its extended key usage is for ${purposeNames(purposes)}, not for timestamps alone`]),
    ...(critical ? [] : ['its extended key usage is not critical']),
  ];
}
