import { createHash } from '#platform/crypto';
import { type PublicKey, publicKeyFrom, type Signer } from './ed25519.ts';

/** Signed notes and their keys: https://c2sp.org/signed-note. */

const ED25519 = Buffer.of(1);
const SIGNATURE_BYTES = 64;

/** The four bytes before a signature that say which key to try. */
export const keyHash = (name: string, publicKey: PublicKey): Buffer =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.from(`${name}\n`), ED25519, publicKey.raw]))
    .digest()
    .subarray(0, 4);

/** A text that ends in a newline, signed under the name of a key. */
export function signNote(text: string, name: string, signer: Signer): string {
  const signature = signer.sign(Buffer.from(text));
  const encoded = Buffer.concat([keyHash(name, signer.publicKey), signature]).toString('base64');
  return `${text}\n\u2014 ${name} ${encoded}\n`;
}

/** The text of a note and whatever stands behind it, empty when it is not signed. */
export function splitNote(note: string): { readonly text: string; readonly signatures: string } {
  const end = note.indexOf('\n\n') + 1;
  return end === 0
    ? { text: note, signatures: '' }
    : { text: note.slice(0, end), signatures: note.slice(end) };
}

/** Whether a note carries this key's signature and no other. */
export function isSignedNote(note: string, name: string, publicKey: PublicKey): boolean {
  const { text } = splitNote(note);
  const signature = Buffer.from(note.trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(-SIGNATURE_BYTES);
  const rewritten = signNote(text, name, { publicKey, sign: () => signature });
  return rewritten === note && publicKey.verify(Buffer.from(text), signature);
}

/** The public half of a key that signs notes, as one line. */
export function verifierKey(name: string, publicKey: PublicKey): string {
  const encoded = Buffer.concat([ED25519, publicKey.raw]).toString('base64');
  return `${name}+${keyHash(name, publicKey).toString('hex')}+${encoded}\n`;
}

/** Reads what `verifierKey` writes; undefined when it is something else. */
export function readVerifierKey(
  line: string,
): { readonly name: string; readonly publicKey: PublicKey } | undefined {
  const [, name, encoded] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})\n$/.exec(line) ?? [];
  if (name === undefined || encoded === undefined) return undefined;
  const publicKey = publicKeyFrom(Buffer.from(encoded, 'base64').subarray(1));
  return verifierKey(name, publicKey) === line ? { name, publicKey } : undefined;
}
