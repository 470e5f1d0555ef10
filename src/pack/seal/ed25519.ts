import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { messageOf, userError } from '../../domain/errors.ts';

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

/** A private key, PEM PKCS#8; throws `SEAL_KEY_UNREADABLE`. */
export function readSigner(pem: string, where: string): Signer {
  const key = readKey(pem, where, 'SEAL_KEY_UNREADABLE', createPrivateKey);
  return {
    publicKey: publicKeyOf(createPublicKey(key)),
    sign: (message) => sign(null, message, key),
  };
}

/** A public key, PEM; throws `PUBLIC_KEY_UNREADABLE`. */
export const readPublicKey = (pem: string, where: string): PublicKey =>
  publicKeyOf(readKey(pem, where, 'PUBLIC_KEY_UNREADABLE', createPublicKey));

/** A public key from its 32 bytes. */
export const publicKeyFrom = (raw: Buffer): PublicKey =>
  publicKeyOf(
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' }),
  );

function publicKeyOf(key: KeyObject): PublicKey {
  const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    raw,
    id: createHash('sha256').update(raw).digest().subarray(0, 8),
    verify: (message, signature) => verify(null, message, key, signature),
  };
}

function readKey(pem: string, where: string, code: string, read: (pem: string) => KeyObject): KeyObject {
  const refused = (why: string, cause?: unknown) =>
    userError(
      {
        code,
        message: `the Ed25519 key cannot be used: ${why}`,
        where,
        mend: 'make one with: openssl genpkey -algorithm ed25519; its public half: openssl pkey -pubout',
      },
      cause,
    );
  let key: KeyObject;
  try {
    key = read(pem);
  } catch (cause) {
    throw refused(messageOf(cause), cause);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw refused(`it is a key for ${key.asymmetricKeyType}`);
  return key;
}
