import type { CertificateFacts } from './certificate-facts.ts';
import { constraintProblems } from './name-constraints.ts';
import { issuedPurposeProblems, issuerProblems, signedProblems } from './signer-policy.ts';

/** What the end of a path is relied on for: signing packs, or telling the time. */
export type Role = 'signer' | 'authority';

/**
 * Why a path, the end's certificate first and a trusted root last, is not relied on at a time (RFC 5280, 6.1). What
 * the end itself may do is judged apart. That each issued the one before it is known already. Without a time no
 * validity is judged.
 */
export function pathProblems(
  path: readonly CertificateFacts[],
  role: Role,
  at: Date | null,
): readonly string[] {
  return path.flatMap((certificate, index) => {
    const isRoot = index === path.length - 1;
    const issuer = path[index + 1];
    const own = [
      ...(at === null ? [] : validityProblems(certificate, at)),
      ...(isRoot ? [] : signedProblems(certificate)),
      ...(index === 0 ? [] : issuerProblems(certificate)),
      ...(index === 0 || isRoot ? [] : issuedPurposeProblems(certificate, role)),
      ...lengthProblems(path, index),
    ].map((why) => `${certificate.name}: ${why}`);
    if (issuer === undefined) return own;
    const isConstrained = index === 0 || !certificate.selfIssued;
    const above = isConstrained ? path.slice(index + 1) : [];
    return [...own, ...above.flatMap((one) => constraintProblems(certificate, one))];
  });
}

export function validityProblems({ from, to }: CertificateFacts, at: Date): readonly string[] {
  if (at < from) return [`it is valid from ${from.toISOString()} on, and relied on at ${at.toISOString()}`];
  if (at > to) return [`it was valid until ${to.toISOString()}, and relied on at ${at.toISOString()}`];
  return [];
}

/** Authorities between this one and the end, without those that renew themselves. */
function lengthProblems(path: readonly CertificateFacts[], index: number): readonly string[] {
  const limit = path[index]?.basicConstraints?.pathLength ?? null;
  if (limit === null || index === 0) return [];
  const between = path.slice(1, index).filter(({ selfIssued }) => !selfIssued).length;
  return between <= limit ? [] : [`it allows ${limit} authorities below it, and there are ${between}`];
}
