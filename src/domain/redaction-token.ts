const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const CHARACTERS = 10;

/** `[class:XXXXXXXXXX]`: the first fifty bits of a 32-byte commitment in base32 (RFC 4648). */
export function redactionToken(tokenClass: string, commitment: Uint8Array): string {
  let text = '';
  let bits = 0;
  let waiting = 0;
  for (let byte = 0; text.length < CHARACTERS; ) {
    if (waiting < 5) {
      bits = ((bits & 31) << 8) | (commitment[byte++] as number);
      waiting += 8;
    }
    waiting -= 5;
    text += BASE32[(bits >> waiting) & 31];
  }
  return `[${tokenClass}:${text}]`;
}
