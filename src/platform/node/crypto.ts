import { createPublicKey, verify, type X509Certificate } from 'node:crypto';

/** What verification needs of cryptography. `../browser/crypto.ts` says the same for a page without Node. */

export { createHash, type Hash, X509Certificate } from 'node:crypto';

export type SignatureHash = 'sha256' | 'sha384' | 'sha512';

/** Whether a signature by the certificate's key, ECDSA (DER) or RSA PKCS #1 v1.5, is over this data. */
export const verifySignature = async (
  hash: SignatureHash,
  data: Uint8Array,
  { publicKey }: X509Certificate,
  signature: Uint8Array,
): Promise<boolean> => verify(hash, data, publicKey, signature);

/** Verifies Ed25519 signatures by a public key of 32 bytes. */
export function ed25519Verifier(raw: Buffer): (message: Uint8Array, signature: Uint8Array) => boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return (message, signature) => verify(null, message, key, signature);
}

/** The 32 bytes of an Ed25519 public key in PEM; throws when it is none. */
export function ed25519KeyIn(pem: string): Buffer {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`it is a key for ${key.asymmetricKeyType}`);
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
