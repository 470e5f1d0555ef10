import { TOKEN_AT_START } from './commitment.ts';
import { hiddenBySource, type TokenClass, type ValueCheck } from './rules.ts';

const TOKEN_CHARACTERS_MAX = 48;
const HIDDEN = new Set(hiddenBySource);
/** Masks, and the places in a statement where a bound value goes. */
const MASK_OR_PLACEHOLDER = /^(?:\*+|[xX]{3,}|\$\d+|\?|%s)$/;
const JWT = /^eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){0,3}$/;
const SCHEME = /(?:Basic|Bearer|Digest|Token|ApiKey|Negotiate|NTLM|AWS4-HMAC-SHA256)[ \t]+/iy;

/** Nothing is left to redact: empty, hidden by the source, a placeholder, or redacted before. */
export const isHidden = (value: string): boolean =>
  value === '' || HIDDEN.has(value) || MASK_OR_PLACEHOLDER.test(value) || TOKEN_AT_START.test(value);

/** Whether a value that begins here was redacted before. */
export const isTokenAt = (text: string, at: number): boolean =>
  text[at] === '[' && TOKEN_AT_START.test(text.slice(at, at + TOKEN_CHARACTERS_MAX));

/** A JSON Web Token has one class wherever it stands, so that it has one token. */
export const classOf = (tokenClass: TokenClass, value: string): TokenClass =>
  JWT.test(value) ? 'jwt' : tokenClass;

/** Offset behind the name of the authentication scheme (RFC 9110, section 11), which stays readable. */
export function afterScheme(text: string, offset: number): number {
  SCHEME.lastIndex = offset;
  return SCHEME.test(text) ? SCHEME.lastIndex : offset;
}

export function passes(check: ValueCheck | undefined, value: string): boolean {
  switch (check) {
    case undefined:
      return true;
    case 'luhn':
      return isCardNumber(value);
    case 'basic-credentials':
      return /^[\x20-\x39\x3b-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'));
    case 'looks-random':
      return looksRandom(value);
  }
}

/** Prose has no digits in its words and no words of twenty letters. */
export const looksRandom = (value: string): boolean => value.length >= 20 || /\d/.test(value);

/** 13 to 19 digits whose last one is the check digit of ISO/IEC 7812 (Luhn). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const weighed = place % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
