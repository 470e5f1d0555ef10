import type { Manifest } from '../manifest.ts';
import { parts, sealParts } from '../part-names.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged, notJudged } from '../report.ts';
import type { PublicKey } from '../seal/ed25519.ts';
import { isSigned } from '../seal/form.ts';
import { signatures } from '../seal/signatures.ts';
import { isSignedNote, readVerifierKey, splitNote } from '../seal/signed-note.ts';
import { keyName } from '../seal/signer-name.ts';
import { utf8 } from '../utf8.ts';

const textOf = (pack: ReadPack, name: string): string => utf8(pack.attachments.get(name)?.bytes) ?? '';

/** The Ed25519 key that a pack says it is signed by. */
export const ownKey = (pack: ReadPack): ReturnType<typeof readVerifierKey> =>
  readVerifierKey(textOf(pack, sealParts.verifierKey));

/** Whether anything in a pack claims to be signed by an Ed25519 key. */
export const claimsKey = (pack: ReadPack): boolean =>
  [sealParts.verifierKey, ...signatures.map(({ name }) => name)].some((name) => pack.attachments.has(name)) ||
  splitNote(textOf(pack, parts.checkpoint)).signatures !== '';

const unreadKey = `${sealParts.verifierKey} is missing or cannot be read`;

/** The checkpoint is a note signed by the pack's key. */
export function checkCheckpoint(pack: ReadPack): Check {
  if (!claimsKey(pack)) return notJudged('seal.checkpoint', `${parts.checkpoint} is not signed`);
  const key = ownKey(pack);
  if (key === undefined) return judged('seal.checkpoint', [unreadKey], '');
  const valid = isSignedNote(textOf(pack, parts.checkpoint), key.name, key.publicKey);
  const problems = valid ? [] : [`the signature of ${parts.checkpoint} is not valid`];
  return judged('seal.checkpoint', problems, `${parts.checkpoint} is signed by ${keyName(key.publicKey)}`);
}

/** Every form of signature over SHA256SUMS is there and by the pack's key. */
export function checkSumsSignatures(pack: ReadPack, manifest: Manifest): Check {
  if (!claimsKey(pack)) return notJudged('seal.sums', `${parts.sums} is not signed`);
  const key = ownKey(pack)?.publicKey;
  if (key === undefined) return judged('seal.sums', [unreadKey], '');
  const message = pack.attachments.get(parts.sums)?.bytes ?? Buffer.alloc(0);
  const problems = signatures.flatMap(({ name, form }) => {
    const file = pack.attachments.get(name)?.bytes;
    if (file === undefined) return [`${name} is missing or cannot be read`];
    return isSigned(form, { message, manifest }, file, key) ? [] : [`${name} is not valid`];
  });
  return judged(
    'seal.sums',
    problems,
    `${signatures.length} signatures over ${parts.sums} by ${keyName(key)}`,
  );
}

/** The pack's key is the one that the caller trusts. */
export function checkKey(pack: ReadPack, trusted: PublicKey | undefined): Check {
  if (trusted === undefined) return notJudged('seal.key', 'no public key was given to compare with');
  const key = ownKey(pack)?.publicKey;
  if (key === undefined) return judged('seal.key', ['the pack is not signed by any Ed25519 key'], '');
  const problems = key.raw.equals(trusted.raw)
    ? []
    : [`the pack is signed by ${keyName(key)}, not by the given ${keyName(trusted)}`];
  return judged('seal.key', problems, `the pack is signed by the given ${keyName(trusted)}`);
}
