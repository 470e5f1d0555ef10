/** What a redacted value was. It stands in its token. */
export const tokenClasses = [
  'authorization',
  'cookie',
  'jwt',
  'api-key',
  'secret',
  'password',
  'private-key',
  'email',
  'card',
  'iban',
  'national-id',
  'user',
  'ip',
] as const;
export type TokenClass = (typeof tokenClasses)[number];

/** Personal data can be opened for one value. All other classes are secrets, which nobody needs to see again. */
export const revealableClasses: readonly TokenClass[] = [
  'email',
  'user',
  'card',
  'iban',
  'national-id',
  'ip',
];

export type ValueCheck =
  | 'luhn'
  | 'basic-credentials'
  | 'looks-random'
  | 'no-plain-name'
  | 'strong-name'
  | 'weak-name'
  | 'no-state'
  | 'typed'
  | 'typed-name'
  | 'mixed'
  | 'hex-key'
  | 'card-code'
  | 'pin'
  | 'us-ssn'
  | 'uk-nino'
  | 'de-steuer-id'
  | 'es-dni'
  | 'fr-nir'
  | 'it-codice-fiscale'
  | 'br-cpf'
  | 'in-aadhaar'
  | 'nl-bsn'
  | 'pl-pesel'
  | 'iban';

/** What a source puts where it has hidden the value itself: it stays, because it says so. */
export const hiddenBySource: readonly string[] = [
  'REDACTED',
  '[REDACTED]',
  '<REDACTED>',
  '<redacted>',
  'HIDDEN_DUE_TO_SECURITY_REASONS',
  'Value hidden due to security reasons.',
  'sensitiveDataRemoved',
  'NULL',
  'null',
  'true',
  'false',
];

/** Private members of a JSON Web Key (RFC 7518, section 6). */
export const jwkPrivateMembers: readonly string[] = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** Values bound to a statement whose text has one of these words are redacted, every one of them. */
export const secretStatementWords: readonly string[] = [
  'passw',
  'passphrase',
  'secret',
  'token',
  'api_key',
  'apikey',
];
