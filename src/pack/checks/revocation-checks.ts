import type { X509Certificate } from '#platform/crypto';
import { pathOf } from '../seal/chain.ts';
import { issuerOf, type Reliance, type RevocationList, revocationOf } from '../seal/revocation.ts';
import { certificateName } from '../seal/signer-name.ts';

/** A certificate that is relied on, with those that came with it: its own first. */
export interface Relied extends Reliance {
  readonly certificates: readonly X509Certificate[];
}

export interface Revocations {
  readonly problems: readonly string[];
  /** What a reader should know though it changes nothing. */
  readonly notes: readonly string[];
}

/**
 * Looks up every certificate of these chains. The signer's own must be in the reach of a list; of the others
 * it is told when none is. A list that none of them issued answers another question, which is told too.
 */
export async function lookUp(
  roots: readonly X509Certificate[],
  relied: readonly [signer: Relied, ...timestamps: Relied[]],
  lists: readonly RevocationList[],
): Promise<Revocations> {
  const problems: string[] = [];
  const notes: string[] = [];
  const chains = await Promise.all(
    relied.map(async (one) => ({ ...one, path: await pathOf(roots, one.certificates) })),
  );
  const everyone = chains.flatMap(({ path }) => path);
  for (const { from, list } of lists) {
    const issuer = await issuerOf(list, everyone);
    if (issuer === undefined) problems.push(`the list ${from} is not issued by anyone in the chain`);
  }
  const looked = new Set<string>();
  for (const [chain, { path, ...reliance }] of chains.entries()) {
    for (const [step, certificate] of path.entries()) {
      const name = certificateName(certificate);
      if (isRoot(certificate, roots) || looked.has(`${name} ${reliance.at.toISOString()}`)) continue;
      looked.add(`${name} ${reliance.at.toISOString()}`);
      const authority = reliance.authority && step === 0;
      const { problem, note, covered } = await revocationOf(certificate, everyone, lists, {
        ...reliance,
        authority,
      });
      if (problem !== null) problems.push(`${name}: ${problem}`);
      else if (!covered && chain === 0 && step === 0) problems.push(`no given list covers ${name}`);
      else if (!covered) notes.push(`no given list covers ${name}`);
      if (note !== null) notes.push(`${name}: ${note}: the signature stands`);
    }
  }
  return { problems, notes };
}

const isRoot = ({ raw }: X509Certificate, roots: readonly X509Certificate[]): boolean =>
  roots.some((root) => root.raw.equals(raw));
