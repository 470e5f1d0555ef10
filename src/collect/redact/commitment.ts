import { hash, hkdfSync } from 'node:crypto';
import { redactionToken } from '../../domain/redaction-token.ts';

const SCHEME = 'rca-redaction-1';
const SCHEME_BYTES = Buffer.from(SCHEME);
const NONCE = Buffer.from('nonce');
/** Of SHA-256: what HMAC pads its key to. */
const BLOCK_BYTES = 64;
const CACHED_TOKENS_MAX = 5_000;

/** The key of one incident: HKDF-SHA-256 (RFC 5869) of the operator's master key, 32 bytes. */
export const incidentKey = (masterKey: Uint8Array, incident: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', masterKey, SCHEME, incident, 32));

/** Writes fields, each behind its length in four bytes, big-endian, so that no two lists read alike. */
function write(target: Buffer, start: number, fields: readonly Uint8Array[]): Buffer {
  let offset = start;
  for (const field of fields) {
    offset = target.writeUInt32BE(field.length, offset);
    target.set(field, offset);
    offset += field.length;
  }
  return target;
}

const sizeOf = (fields: readonly Uint8Array[]): number =>
  fields.reduce((size, field) => size + 4 + field.length, 0);

/** What binds to a value, 32 bytes each. The nonce is secret until somebody opens the commitment with it. */
export interface Commitment {
  readonly nonce: Buffer;
  readonly commitment: Buffer;
}

/** Commits to values of one incident. */
export type Committer = (tokenClass: string, value: Uint8Array) => Commitment;

/**
 * Binds to a value without letting it be guessed by who does not hold the incident's key: nonce =
 * HMAC-SHA-256(key, "nonce" ‖ class ‖ value), commitment = SHA-256("rca-redaction-1" ‖ nonce ‖ class ‖
 * value). The HMAC (RFC 2104) is put together from one-shot digests: an `Hmac` object costs ten times more.
 */
export function committer(key: Uint8Array): Committer {
  const inner = padded(key, 0x36);
  const outer = padded(key, 0x5c);
  return (tokenClass, value) => {
    const classBytes = Buffer.from(tokenClass);
    const nonceFields = [NONCE, classBytes, value];
    const message = Buffer.allocUnsafe(BLOCK_BYTES + sizeOf(nonceFields));
    message.set(inner);
    const innerDigest = sha256(write(message, BLOCK_BYTES, nonceFields));
    const nonce = sha256(Buffer.concat([outer, innerDigest]));
    const fields = [SCHEME_BYTES, nonce, classBytes, value];
    return { nonce, commitment: sha256(write(Buffer.allocUnsafe(sizeOf(fields)), 0, fields)) };
  };
}

const padded = (key: Uint8Array, pad: number): Buffer =>
  Buffer.alloc(BLOCK_BYTES).map((_zero, index) => (key[index] ?? 0) ^ pad) as Buffer;

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** A token as it stands in redacted text, at the beginning of what is looked at. */
export const TOKEN_AT_START = /^\[[a-z][a-z-]{1,31}:[A-Z2-7]{10}\]/;

/** A token, and the line that tells its whole commitment: `email 9f86d0…`, 64 hexadecimal digits. */
export interface Token {
  readonly text: string;
  readonly line: string;
}

/** The token of a value, which is a string of bytes (one character a byte). */
export type Tokeniser = (tokenClass: string, value: string) => Token;

/** Remembers the last tokens it made: logs repeat their secrets. */
export function tokeniser(commit: Committer): Tokeniser {
  const known = new Map<string, Map<string, Token>>();
  return (tokenClass, value) => {
    const ofClass = known.get(tokenClass) ?? new Map<string, Token>();
    const before = ofClass.get(value);
    if (before !== undefined) return before;
    const bytes = Buffer.from(value, 'latin1');
    const { commitment } = commit(tokenClass, bytes);
    const token = {
      text: redactionToken(tokenClass, commitment),
      line: `${tokenClass} ${commitment.toString('hex')}`,
    };
    if (ofClass.size >= CACHED_TOKENS_MAX) ofClass.clear();
    // A copy: a part of a string keeps the whole of it, here a page, in memory.
    ofClass.set(bytes.toString('latin1'), token);
    known.set(tokenClass, ofClass);
    return token;
  };
}
