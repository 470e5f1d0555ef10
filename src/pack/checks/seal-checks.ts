import { type Manifest, parts, sealParts } from '../manifest.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged, notJudged, type VerifyReport } from '../report.ts';
import { type PublicKey, readPublicKey } from '../seal/ed25519.ts';
import { isSigned } from '../seal/form.ts';
import { nameOf } from '../seal/sealer.ts';
import { signatures } from '../seal/signatures.ts';
import { isSignedNote, readVerifierKey, splitNote } from '../seal/signed-note.ts';

/** What the caller wants the signer to be checked against: PEM. Null and absent both say: nothing. */
export interface VerifyOptions {
  /** Ed25519 public key that signs checkpoint and SHA256SUMS. */
  readonly key?: string | null;
  /** Root certificate for signature and timestamp. */
  readonly ca?: string | null;
  /** An unchecked or missing signer is a failure. */
  readonly strict?: boolean;
}

export interface SealVerdict {
  /** What the pack says about itself: these decide with the rest whether it is intact. */
  readonly own: readonly Check[];
  /** What it is compared with: these decide who the signer is. */
  readonly asked: readonly Check[];
  readonly signer: VerifyReport['signer'];
}

/** Seals agree with the pack, and with what the caller knows of the signer. */
export function checkSeal(pack: ReadPack, manifest: Manifest, options: VerifyOptions): SealVerdict {
  const trusted = isGiven(options.key) ? readPublicKey(options.key, '--key') : undefined;
  const own = [
    checkSigner(pack, manifest),
    notJudged('seal.signature', 'the document carries no signature'),
    notJudged('seal.timestamp', 'the pack carries no timestamp'),
    checkCheckpoint(pack),
    checkSumsSignatures(pack, manifest),
  ];
  const asked = [checkKey(pack, trusted), checkChain(isGiven(options.ca))];
  const judgedSigner = asked.filter(({ ok }) => ok !== null);
  const verified = judgedSigner.length > 0 && [...own, ...judgedSigner].every(({ ok }) => ok !== false);
  return { own, asked, signer: !isSealed(pack) ? 'unsealed' : verified ? 'verified' : 'unchecked' };
}

const isGiven = (pem: string | null | undefined): pem is string => pem !== undefined && pem !== null;

const textOf = (pack: ReadPack, name: string): string =>
  pack.attachments.get(name)?.bytes?.toString('utf8') ?? '';

const isSealed = (pack: ReadPack): boolean =>
  Object.values(sealParts).some((name) => pack.attachments.has(name)) ||
  splitNote(textOf(pack, parts.checkpoint)).signatures !== '';

const ownKey = (pack: ReadPack): ReturnType<typeof readVerifierKey> =>
  readVerifierKey(textOf(pack, sealParts.verifierKey));

function checkSigner(pack: ReadPack, manifest: Manifest): Check {
  const key = ownKey(pack);
  const sealed = isSealed(pack);
  if (!sealed && manifest.signer === null) return notJudged('seal.signer', 'the pack is unsealed');
  const actual = key === undefined ? null : nameOf(key.publicKey);
  const problems =
    actual === manifest.signer
      ? []
      : [`${manifest.signer ?? 'nobody'} was to sign, ${actual ?? 'nobody'} did`];
  return judged('seal.signer', problems, `sealed by ${actual}, as the manifest says`);
}

function checkCheckpoint(pack: ReadPack): Check {
  if (!isSealed(pack)) return notJudged('seal.checkpoint', `${parts.checkpoint} is not signed`);
  const key = ownKey(pack);
  if (key === undefined) {
    return judged('seal.checkpoint', [`${sealParts.verifierKey} is missing or cannot be read`], '');
  }
  const valid = isSignedNote(textOf(pack, parts.checkpoint), key.name, key.publicKey);
  const problems = valid ? [] : [`the signature of ${parts.checkpoint} is not valid`];
  return judged('seal.checkpoint', problems, `${parts.checkpoint} is signed by ${nameOf(key.publicKey)}`);
}

function checkSumsSignatures(pack: ReadPack, manifest: Manifest): Check {
  if (!isSealed(pack)) return notJudged('seal.sums', `${parts.sums} is not signed`);
  const key = ownKey(pack)?.publicKey;
  const message = pack.attachments.get(parts.sums)?.bytes;
  if (key === undefined || message === undefined) {
    return judged('seal.sums', [`${sealParts.verifierKey} or ${parts.sums} cannot be read`], '');
  }
  const problems = signatures.flatMap(({ name, form }) => {
    const file = pack.attachments.get(name)?.bytes;
    if (file === undefined) return [`${name} is missing or cannot be read`];
    return isSigned(form, { message, manifest }, file, key) ? [] : [`${name} is not valid`];
  });
  return judged(
    'seal.sums',
    problems,
    `${signatures.length} signatures over ${parts.sums} by ${nameOf(key)}`,
  );
}

function checkKey(pack: ReadPack, trusted: PublicKey | undefined): Check {
  if (trusted === undefined) return notJudged('seal.key', 'no public key was given to compare with');
  const key = ownKey(pack)?.publicKey;
  if (key === undefined) return judged('seal.key', ['the pack is not signed by any Ed25519 key'], '');
  const problems = key.raw.equals(trusted.raw)
    ? []
    : [`the pack is signed by ${nameOf(key)}, not by the given ${nameOf(trusted)}`];
  return judged('seal.key', problems, `the pack is signed by the given ${nameOf(trusted)}`);
}

const checkChain = (asked: boolean): Check =>
  asked
    ? judged('seal.chain', ['the document carries no signature'], '')
    : notJudged('seal.chain', 'the document carries no signature');
