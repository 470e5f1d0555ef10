import type { CertificateFacts } from './certificate-facts.ts';
import { nameText, spelledOut } from './distinguished-name.ts';
import { PURPOSE, signerProblems } from './signer-policy.ts';
import type { SignerRule } from './signer-rules.ts';

/** What is known when a signer is held against rules. */
export interface SigningCase {
  /** Whether its certificate leads to a root that was given. */
  readonly underRoot: boolean;
  /** By a trusted timestamp, else now. */
  readonly at: Date;
}

/** Why no rule accepts a certificate; none when one does. */
export function namedProblems(
  certificate: CertificateFacts,
  rules: readonly SignerRule[],
  signing: SigningCase,
): readonly string[] {
  const named = rules.filter((rule) => isNamed(certificate, rule));
  if (named.length === 0) {
    const subject = nameText(certificate.subject);
    return [
      `it is none of those that were named: its SHA-256 is ${certificate.sha256}, its subject ${subject}`,
    ];
  }
  const tried = named.map((rule) => ruleProblems(certificate, rule, signing));
  return tried.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

const isNamed = (certificate: CertificateFacts, rule: SignerRule): boolean =>
  isPinned(certificate, rule) || rule.subjects?.some((one) => isSubject(certificate, one)) === true;

const isPinned = (
  { sha256: own, spkiSha256 }: CertificateFacts,
  { fingerprints, spki }: SignerRule,
): boolean => fingerprints?.includes(own) === true || spki?.includes(spkiSha256) === true;

const isSubject = ({ subject }: CertificateFacts, given: string): boolean =>
  nameText(subject) === given || nameText(subject) === spelledOut(given);

function ruleProblems(
  certificate: CertificateFacts,
  rule: SignerRule,
  { underRoot, at }: SigningCase,
): readonly string[] {
  const { from, to, extendedKeyUsages } = rule;
  return [
    ...(isPinned(certificate, rule) || underRoot
      ? []
      : ['anyone can write its subject into a certificate: a subject is accepted under a given root alone']),
    ...(from !== undefined && at < new Date(from)
      ? [`its rule begins at ${from}, and it signed at ${at.toISOString()}`]
      : []),
    ...(to !== undefined && at > new Date(to)
      ? [`its rule ended at ${to}, and it signed at ${at.toISOString()}`]
      : []),
    ...purposeProblems(certificate, extendedKeyUsages),
  ];
}

const NAMED_PURPOSES: Readonly<Record<string, string>> = {
  documentSigning: PURPOSE.documentSigning,
  emailProtection: PURPOSE.emailProtection,
  any: PURPOSE.any,
};

function purposeProblems(
  certificate: CertificateFacts,
  allowed: SignerRule['extendedKeyUsages'],
): readonly string[] {
  if (allowed === undefined) return signerProblems(certificate);
  if (certificate.extendedKeyUsage === null && !allowed.includes('absent')) {
    return [...signerProblems(certificate), 'it names no extended key usage, which its rule asks for'];
  }
  const oids = allowed.filter((one) => one !== 'absent').map((one) => NAMED_PURPOSES[one] ?? one);
  return signerProblems(certificate, oids);
}
