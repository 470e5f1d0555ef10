import { ed25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { strictEcdsaValue } from './ecdsa-value.ts';
import type { X509Certificate } from './x509.ts';

/** What `../node/crypto.ts` says, for a page without Node. */

export { X509Certificate } from './x509.ts';

export type SignatureHash = 'sha256' | 'sha384' | 'sha512';
type HashName = SignatureHash | 'sha1' | 'blake2b512';

interface Running {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Running;
}

const HASHES: Readonly<Record<HashName, () => Running>> = {
  sha1: () => sha1.create(),
  sha256: () => sha256.create(),
  sha384: () => sha384.create(),
  sha512: () => sha512.create(),
  blake2b512: () => blake2b.create({ dkLen: 64 }),
};

/** A digest that is still being made. Text is taken as UTF-8. */
export class Hash {
  readonly #running: Running;

  constructor(running: Running) {
    this.#running = running;
  }

  update(data: Uint8Array | string): this {
    this.#running.update(typeof data === 'string' ? Buffer.from(data) : data);
    return this;
  }

  copy(): Hash {
    return new Hash(this.#running.clone());
  }

  digest(): Buffer;
  digest(encoding: 'hex'): string;
  digest(encoding?: 'hex'): Buffer | string {
    const digest = Buffer.from(this.#running.digest());
    return encoding === undefined ? digest : digest.toString(encoding);
  }
}

export const createHash = (name: HashName): Hash => new Hash(HASHES[name]());

const WEB_HASHES = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

/** Whether a signature by the certificate's key, ECDSA (DER) or RSA PKCS #1 v1.5, is over this data. */
export async function verifySignature(
  hash: SignatureHash,
  data: Uint8Array,
  { publicKey }: X509Certificate,
  signature: Uint8Array,
): Promise<boolean> {
  const { asymmetricKeyType, curve, spki } = publicKey;
  const algorithm =
    asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: WEB_HASHES[hash] }
      : curve && { name: 'ECDSA', hash: WEB_HASHES[hash], namedCurve: curve.name };
  const value = curve ? strictEcdsaValue(signature, curve.fieldBytes) : signature;
  if (algorithm === undefined || value === undefined) return false;
  const key = await crypto.subtle.importKey('spki', plain(spki), algorithm, false, ['verify']);
  return crypto.subtle.verify(algorithm, key, plain(value), plain(data));
}

/** WebCrypto takes no view of memory that is shared. */
const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

/** Verifies Ed25519 signatures by a public key of 32 bytes, as RFC 8032 has it. */
export const ed25519Verifier =
  (raw: Buffer) =>
  (message: Uint8Array, signature: Uint8Array): boolean => {
    try {
      return ed25519.verify(plain(signature), plain(message), plain(raw), { zip215: false });
    } catch (error) {
      // Of another length, or no point of the curve.
      if (error instanceof Error) return false;
      throw error;
    }
  };

/** In front of the 32 bytes: SubjectPublicKeyInfo of RFC 8410. */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** The 32 bytes of an Ed25519 public key in PEM; throws when it is none. */
export function ed25519KeyIn(pem: string): Buffer {
  const base64 = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(pem)?.[1];
  if (base64 === undefined) throw new TypeError('there is no public key in it');
  const spki = Buffer.from(base64, 'base64');
  const prefix = spki.subarray(0, ED25519_PREFIX.length);
  if (spki.length !== ED25519_PREFIX.length + 32 || !prefix.equals(ED25519_PREFIX)) {
    throw new TypeError('it is a key of another kind');
  }
  return spki.subarray(ED25519_PREFIX.length);
}
