import type { X509Certificate } from '#platform/crypto';
import { type Check, judged, notJudged } from '../report.ts';
import { attempt } from '../seal/attempt.ts';
import type { SigningCase } from '../seal/named-signers.ts';
import type { RevocationList } from '../seal/revocation.ts';
import { certificateName } from '../seal/signer-name.ts';
import type { SignerRule } from '../seal/signer-rules.ts';
import type { Timestamp } from '../seal/timestamp.ts';
import type { Relied } from './revocation-checks.ts';
import type { DocumentSignature } from './signature-checks.ts';

// What judges certificates is loaded for who asks: most of the time of checking a small pack is loading.

/** What the caller trusts, and when. */
export interface Trust {
  /** Undefined: no root was given. */
  readonly roots: readonly X509Certificate[] | undefined;
  readonly rules: readonly SignerRule[];
  readonly lists: readonly RevocationList[];
  readonly now: Date;
}

export interface ChainVerdict {
  readonly check: Check;
  readonly signing: SigningCase;
}

/** Signature and timestamps lead to the root that the caller trusts. */
export async function checkChain(
  { roots, lists, now }: Trust,
  signature: DocumentSignature | undefined,
  timestamps: ReadonlyMap<string, Timestamp | undefined>,
): Promise<ChainVerdict> {
  const unknown = { underRoot: false, at: now };
  if (roots === undefined) {
    return { check: notJudged('seal.chain', 'no root certificate was given'), signing: unknown };
  }
  if (signature === undefined) {
    const check = judged('seal.chain', ['the document carries no valid signature'], '');
    return { check, signing: unknown };
  }
  const { chainTo } = await import('../seal/chain.ts');
  const problems: string[] = [];
  let at = now;
  const authorities: Relied[] = [];
  for (const [name, timestamp] of timestamps) {
    if (timestamp === undefined) {
      problems.push(`the certificate of ${name} does not lead to the given root`);
      continue;
    }
    const { certificates } = timestamp;
    const chain = await chainTo(roots, certificates, 'authority', timestamp.at);
    problems.push(...chain.problems.map((why) => `${name}: ${why}`));
    if (chain.problems.length > 0 || timestamp.problems.length > 0) continue;
    at = timestamp.at;
    authorities.push({ certificates, at, timestamped: true, now, authority: true });
  }
  const { certificates } = signature;
  const chain = await chainTo(roots, certificates, 'signer', at);
  problems.push(...chain.problems);
  const signing = { underRoot: chain.problems.length === 0, at };
  const held = `${certificateName(certificates[0])} leads to the given root`;
  if (lists.length === 0) return { check: judged('seal.chain', problems, held), signing };
  const { lookUp } = await import('./revocation-checks.ts');
  const own = { certificates, at, timestamped: authorities.length > 0, now, authority: false };
  const revocations = await lookUp(roots, [own, ...authorities], lists);
  problems.push(...revocations.problems);
  const told = [held, 'looked up in the given revocation lists', ...revocations.notes];
  return { check: judged('seal.chain', problems, told.join('; ')), signing };
}

/** The signer's certificate may sign documents, and is one that the caller named. */
export async function checkCertificate(
  { roots, rules, now }: Trust,
  signature: DocumentSignature | undefined,
  signing: SigningCase,
): Promise<Check> {
  if (roots === undefined && rules.length === 0) {
    return notJudged('seal.certificate', 'neither a signer nor a root certificate was given');
  }
  if (signature === undefined) {
    return judged('seal.certificate', ['the document carries no valid signature'], '');
  }
  const [{ factsOf }, { signerProblems }, { namedProblems }, { validityProblems }] = await Promise.all([
    import('../seal/certificate-facts.ts'),
    import('../seal/signer-policy.ts'),
    import('../seal/named-signers.ts'),
    import('../seal/path-policy.ts'),
  ]);
  const [own] = signature.certificates;
  const name = certificateName(own);
  const facts = await attempt(() => factsOf(own));
  if (facts === undefined) return judged('seal.certificate', [`${name} cannot be read`], '');
  const problems = [
    ...(rules.length === 0 ? signerProblems(facts) : namedProblems(facts, rules, signing)),
    ...(roots === undefined ? validityProblems(facts, now) : []),
  ].map((why) => `${name}: ${why}`);
  const whenOk =
    rules.length === 0
      ? `${name} may sign documents; no signer was named, so any fitting certificate under the given root is accepted`
      : `${name} may sign documents and is a signer that was named`;
  return judged('seal.certificate', problems, whenOk);
}
