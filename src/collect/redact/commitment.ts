import { createHmac, hash, hkdfSync } from 'node:crypto';

const SCHEME = 'rca-redaction-1';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const TOKEN_CHARACTERS = 10;
const CACHED_TOKENS_MAX = 20_000;

/** The key of one incident: HKDF-SHA-256 (RFC 5869) of the operator's master key, 32 bytes. */
export const incidentKey = (masterKey: Uint8Array, incident: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', masterKey, SCHEME, incident, 32));

/** Each field behind its length in four bytes, big-endian, so that no two lists of fields read alike. */
function prefixed(fields: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.allocUnsafe(4);
      length.writeUInt32BE(field.length);
      return [length, field];
    }),
  );
}

/** Binds to a value without letting it be guessed by who does not hold the incident's key. */
export function commitment(key: Uint8Array, tokenClass: string, value: Uint8Array): Buffer {
  const classBytes = Buffer.from(tokenClass);
  const nonce = createHmac('sha256', key)
    .update(prefixed([Buffer.from('nonce'), classBytes, value]))
    .digest();
  return hash('sha256', prefixed([Buffer.from(SCHEME), nonce, classBytes, value]), 'buffer');
}

/** `[class:XXXXXXXXXX]`: the first fifty bits of the commitment in base32 (RFC 4648). */
function tokenOf(tokenClass: string, committed: Uint8Array): string {
  let bits = 0n;
  for (const byte of committed.subarray(0, 7)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let character = 0; character < TOKEN_CHARACTERS; character += 1) {
    text += BASE32[Number((bits >> BigInt(51 - 5 * character)) & 31n)];
  }
  return `[${tokenClass}:${text}]`;
}

/** A token as it stands in redacted text, at the beginning of what is looked at. */
export const TOKEN_AT_START = /^\[[a-z][a-z-]{1,31}:[A-Z2-7]{10}\]/;

/** The token of a value, which is a string of bytes (one character a byte). */
export type Tokeniser = (tokenClass: string, value: string) => string;

/** Remembers the last tokens it made: logs repeat their secrets. */
export function tokeniser(key: Uint8Array): Tokeniser {
  const known = new Map<string, string>();
  return (tokenClass, value) => {
    const name = `${tokenClass}:${value}`;
    let token = known.get(name);
    if (token === undefined) {
      token = tokenOf(tokenClass, commitment(key, tokenClass, Buffer.from(value, 'latin1')));
      if (known.size >= CACHED_TOKENS_MAX) known.clear();
      known.set(name, token);
    }
    return token;
  };
}
