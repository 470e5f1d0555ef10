import {
  isAadhaar,
  isBsn,
  isCardNumber,
  isCodiceFiscale,
  isCpf,
  isDni,
  isIban,
  isNino,
  isNir,
  isPesel,
  isSsn,
  isSteuerId,
} from './check-digits.ts';
import { TOKEN_AT_START } from './commitment.ts';
import { hiddenBySource, type ValueCheck } from './rules.ts';
import {
  couldBeSecret,
  isPlainName,
  isState,
  looksMade,
  looksMixed,
  looksSecret,
  looksTyped,
} from './secret-value.ts';

const TOKEN_CHARACTERS_MAX = 48;
const HIDDEN = new Set(hiddenBySource);
/** Masks, and the places in a statement where a bound value goes. */
const MASK_OR_PLACEHOLDER = /^(?:\*+|[xX]{3,}|\$\d+|\?|%s)[,;)]*$/;
const JWT = /^eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){0,3}$/;
const SCHEME =
  /(?:Token[ \t]+token=\\*["']?|(?:Basic|Bearer|Digest|Token|ApiKey|Negotiate|NTLM|AWS4-HMAC-SHA256)[ \t]+)/iy;

/** Nothing is left to redact: empty, hidden by the source, a placeholder, or redacted before. */
export const isHidden = (value: string): boolean =>
  value === '' || HIDDEN.has(value) || MASK_OR_PLACEHOLDER.test(value) || TOKEN_AT_START.test(value);

/** Whether a value that begins here was redacted before. */
export const isTokenAt = (text: string, at: number): boolean =>
  text[at] === '[' && TOKEN_AT_START.test(text.slice(at, at + TOKEN_CHARACTERS_MAX));

/** A JSON Web Token has one class wherever it stands, so that it has one token. */
export const classOf = (tokenClass: string, value: string): string => (JWT.test(value) ? 'jwt' : tokenClass);

/** Offset behind the name of the authentication scheme (RFC 9110, section 11), which stays readable. */
export function afterScheme(text: string, offset: number): number {
  SCHEME.lastIndex = offset;
  return SCHEME.test(text) ? SCHEME.lastIndex : offset;
}

const checks: Readonly<Record<ValueCheck, (value: string) => boolean>> = {
  luhn: isCardNumber,
  'basic-credentials': (value) =>
    /^[\x20-\x39\x3b-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1')),
  'looks-random': (value) => looksRandom(value),
  'no-plain-name': (value) => !isPlainName(value),
  'strong-name': couldBeSecret,
  'weak-name': looksSecret,
  'no-state': (value) => !isState(value),
  typed: looksTyped,
  'typed-name': looksMade,
  'hex-key': (value) => /^[\da-f]{32}$/i.test(value),
  pin: (value) => /^\d{4,8}$/.test(value),
  'card-code': (value) => /^\d{3,4}$/.test(value),
  mixed: looksMixed,
  'us-ssn': isSsn,
  'uk-nino': isNino,
  'de-steuer-id': isSteuerId,
  'es-dni': isDni,
  'fr-nir': isNir,
  'it-codice-fiscale': isCodiceFiscale,
  'br-cpf': isCpf,
  'in-aadhaar': isAadhaar,
  'nl-bsn': isBsn,
  'pl-pesel': isPesel,
  iban: isIban,
};

export const passes = (check: ValueCheck | undefined, value: string): boolean =>
  check === undefined || checks[check](value);

/** Prose has no digits in its words and no words of twenty letters. */
export const looksRandom = (value: string): boolean => value.length >= 20 || /\d/.test(value);
