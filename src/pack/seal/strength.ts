/** What a public key is, as far as its strength goes. */
export type KeyFacts =
  | { readonly kind: 'rsa'; readonly bits: number; readonly exponent: string }
  | { readonly kind: 'ec'; readonly curve: string }
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'other'; readonly algorithm: string };

const RSA_BITS_MIN = 2048;

const CURVES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10045.3.1.7', 'P-256'],
  ['1.3.132.0.34', 'P-384'],
  ['1.3.132.0.35', 'P-521'],
]);

/** Why a key is not relied on; null when it is: RSA of 2048 bits or more, P-256, P-384, P-521, Ed25519. */
export function keyWeakness(key: KeyFacts): string | null {
  if (key.kind === 'ed25519') return null;
  if (key.kind === 'ec') return CURVES.has(key.curve) ? null : `its key is on the curve ${key.curve}`;
  if (key.kind === 'other') return `its key is of the kind ${key.algorithm}`;
  if (key.bits < RSA_BITS_MIN) return `its RSA key has ${key.bits} bits, fewer than ${RSA_BITS_MIN}`;
  return key.exponent === '01' || key.exponent === '' ? 'its RSA key has the exponent 1' : null;
}

const STRONG_HASHES: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);

const WEAK_HASHES: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'SHA-1'],
  ['1.2.840.113549.2.5', 'MD5'],
  ['2.16.840.1.101.3.4.2.4', 'SHA-224'],
]);

/** What a digest is called when it is not relied on; null for SHA-256, SHA-384, SHA-512. */
export const hashWeakness = (oid: string): string | null =>
  STRONG_HASHES.has(oid) ? null : (WEAK_HASHES.get(oid) ?? `the digest ${oid}`);

/** sha256, sha384 and sha512 with RSA (PKCS #1 v1.5) and with ECDSA, Ed25519. */
const STRONG_SIGNATURES: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.3.101.112',
]);

const WEAK_SIGNATURES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.4', 'MD5'],
  ['1.2.840.113549.1.1.5', 'SHA-1'],
  ['1.2.840.10045.4.1', 'SHA-1'],
  ['1.2.840.113549.1.1.14', 'SHA-224'],
  ['1.2.840.10045.4.3.1', 'SHA-224'],
]);

export const RSA_PSS = '1.2.840.113549.1.1.10';

/** How a certificate was signed: the algorithm, and for RSA-PSS its digest. */
export interface SignatureFacts {
  readonly algorithm: string;
  readonly pssHash: string | null;
}

/** What a certificate is signed with when that is not relied on; null when it is SHA-256 and up. */
export function signatureWeakness({ algorithm, pssHash }: SignatureFacts): string | null {
  if (algorithm === RSA_PSS) return pssHash === null ? 'SHA-1' : hashWeakness(pssHash);
  return STRONG_SIGNATURES.has(algorithm)
    ? null
    : (WEAK_SIGNATURES.get(algorithm) ?? `the algorithm ${algorithm}`);
}
