import type { Manifest } from '../manifest.ts';
import type { PublicKey, Signer } from './ed25519.ts';

/** What a signature is over, and what it says beside it. */
export interface Signed {
  readonly message: Buffer;
  readonly manifest: Manifest;
}

/** A file format that carries Ed25519 signatures. */
export interface SignatureForm {
  write(signed: Signed, signer: Signer): Buffer;
  /** Where a file of this format has its signatures, in the order in which `write` makes them. */
  signaturesIn(file: Buffer): readonly Buffer[];
}

/**
 * Whether a file is what `write` makes with this key: it is written again around the signatures that it has,
 * so nothing in it is read leniently and every byte counts.
 */
export function isSigned(form: SignatureForm, signed: Signed, file: Buffer, publicKey: PublicKey): boolean {
  const found = form.signaturesIn(file).values();
  let valid = true;
  const sign = (message: Uint8Array): Buffer => {
    const signature = found.next().value ?? Buffer.alloc(0);
    valid = publicKey.verify(message, signature) && valid;
    return signature;
  };
  return form.write(signed, { publicKey, sign }).equals(file) && valid;
}
