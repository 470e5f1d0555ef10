import { createHash, ed25519KeyIn, ed25519Verifier } from '#platform/crypto';
import { messageOf, type RcaError, userError } from '../../domain/errors.ts';

/** An Ed25519 public key (RFC 8032). */
export interface PublicKey {
  /** 32 bytes. */
  readonly raw: Buffer;
  /** First 8 bytes of the SHA-256 of `raw`. */
  readonly id: Buffer;
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs with an Ed25519 key: the same message gets the same 64 bytes. */
export interface Signer {
  readonly publicKey: PublicKey;
  sign(message: Uint8Array): Buffer;
}

/** A public key, PEM; throws `PUBLIC_KEY_UNREADABLE`. */
export function readPublicKey(pem: string, where: string): PublicKey {
  let raw: Buffer;
  try {
    raw = ed25519KeyIn(pem);
  } catch (cause) {
    throw keyRefused('PUBLIC_KEY_UNREADABLE', where, messageOf(cause), cause);
  }
  return publicKeyFrom(raw);
}

/** A public key from its 32 bytes. */
export const publicKeyFrom = (raw: Buffer): PublicKey => ({
  raw,
  id: createHash('sha256').update(raw).digest().subarray(0, 8),
  verify: ed25519Verifier(raw),
});

export const keyRefused = (code: string, where: string, why: string, cause: unknown): RcaError =>
  userError(
    {
      code,
      message: `the Ed25519 key cannot be used: ${why}`,
      where,
      mend: 'make one with: openssl genpkey -algorithm ed25519; its public half: openssl pkey -pubout',
    },
    cause,
  );
