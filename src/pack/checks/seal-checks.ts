import { userError } from '../../domain/errors.ts';
import type { GivenCheckpoint } from '../given-checkpoint.ts';
import type { Manifest } from '../manifest.ts';
import { sealParts } from '../part-names.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged, notJudged, type VerifyReport } from '../report.ts';
import { certificatesIn } from '../seal/certificates.ts';
import { type PublicKey, readPublicKey } from '../seal/ed25519.ts';
import type { RevocationList } from '../seal/revocation.ts';
import { sealedBy } from '../seal/signer-name.ts';
import type { SignerRule } from '../seal/signer-rules.ts';
import { checkCertificate, checkChain } from './chain-checks.ts';
import { checkCheckpoint, checkKey, checkSumsSignatures, claimsKey, ownKey } from './key-checks.ts';
import {
  checkSignature,
  checkTimestamps,
  claimsSignature,
  documentSignature,
  ownCertificates,
  timestampsOf,
} from './signature-checks.ts';
import { checkTimes } from './time-checks.ts';

/** What the caller wants the signer to be checked against: PEM. Null and absent both say: nothing. */
export interface VerifyOptions {
  /** Ed25519 public key that signs checkpoint and SHA256SUMS. */
  readonly key?: string | null;
  /** Root certificates for signature and timestamp. */
  readonly ca?: string | null;
  /** Who may have signed the document; none: any certificate under `ca` that is fit to. */
  readonly signers?: readonly SignerRule[];
  /** Checkpoints of the ledger that were kept elsewhere. */
  readonly checkpoints?: readonly GivenCheckpoint[];
  /** Certificate revocation lists, PEM or DER, for the certificates under `ca`. */
  readonly crls?: readonly { readonly from: string; readonly bytes: Buffer }[];
  /** An unchecked or missing signer is a failure. */
  readonly strict?: boolean;
  /** What nothing in a pack may be after, and when certificates must be valid if no timestamp says; default the clock's. */
  readonly nowMs?: number;
}

export interface SealVerdict {
  /** What the pack says about itself: these decide with the rest whether it is intact. */
  readonly own: readonly Check[];
  /** What it is compared with: these decide who the signer is. */
  readonly asked: readonly Check[];
  readonly signer: VerifyReport['signer'];
}

/** Seals agree with the pack, whose signed bytes have that SHA-256, and with what the caller knows of the signer. */
export async function checkSeal(
  pack: ReadPack,
  manifest: Manifest,
  digest: Buffer,
  options: VerifyOptions,
): Promise<SealVerdict> {
  const trusted = trustedKey(options);
  const trust = {
    roots: isGiven(options.ca) ? rootsIn(options.ca) : undefined,
    rules: options.signers ?? [],
    lists: await listsIn(options),
    now: new Date(options.nowMs ?? Date.now()),
  };
  const signature = await documentSignature(pack, digest);
  const timestamps = await timestampsOf(pack, signature);
  const own = [
    checkSigner(pack, manifest),
    checkSignature(pack, signature),
    checkTimestamps(pack, signature, timestamps),
    checkCheckpoint(pack),
    checkSumsSignatures(pack, manifest),
  ];
  const chain = await checkChain(trust, signature, timestamps);
  const certificate = await checkCertificate(trust, signature, chain.signing);
  const compared = [checkKey(pack, trusted), chain.check, certificate];
  const answers = compared.filter(({ ok }) => ok !== null);
  const times = checkTimes(pack, manifest, timestamps, trust.now);
  const asked = [...compared, times];
  const verified = answers.length > 0 && [...own, ...answers, times].every(({ ok }) => ok !== false);
  return { own, asked, signer: !isSealed(pack) ? 'unsealed' : verified ? 'verified' : 'unchecked' };
}

/** What checkpoint and SHA256SUMS are to be signed by; throws `PUBLIC_KEY_UNREADABLE`. */
export const trustedKey = ({ key }: VerifyOptions): PublicKey | undefined =>
  isGiven(key) ? readPublicKey(key, '--key') : undefined;

const isGiven = (pem: string | null | undefined): pem is string => pem !== undefined && pem !== null;

async function listsIn({ ca, crls = [] }: VerifyOptions): Promise<readonly RevocationList[]> {
  if (crls.length === 0) return [];
  if (!isGiven(ca)) {
    throw userError({
      code: 'CRL_WITHOUT_ROOT',
      message: 'revocation lists are looked at for certificates under a root, and none was given',
      where: '--crl',
      mend: 'give the root certificate with --ca',
    });
  }
  const { readLists } = await import('../seal/revocation.ts');
  return (await Promise.all(crls.map(({ bytes, from }) => readLists(bytes, from)))).flat();
}

function rootsIn(pem: string) {
  const roots = certificatesIn(pem);
  if (roots !== undefined) return roots;
  throw userError({
    code: 'ROOT_UNREADABLE',
    message: 'there is no root certificate that can be read',
    where: '--ca',
    mend: 'give a PEM file with one or more root certificates',
  });
}

const isSealed = (pack: ReadPack): boolean => claimsKey(pack) || claimsSignature(pack);

/** Who sealed is whom the manifest names. */
function checkSigner(pack: ReadPack, manifest: Manifest): Check {
  if (!isSealed(pack) && manifest.signer === null) return notJudged('seal.signer', 'the pack is unsealed');
  const actual = isSealed(pack)
    ? sealedBy({
        certificate: ownCertificates(pack)?.[0],
        publicKey: ownKey(pack)?.publicKey,
        timestamped: pack.attachments.has(sealParts.timestamp),
      })
    : null;
  const problems =
    actual === manifest.signer
      ? []
      : [`${manifest.signer ?? 'nobody'} was to seal, ${actual ?? 'nobody'} did`];
  return judged('seal.signer', problems, `sealed by ${actual}, as the manifest says`);
}
