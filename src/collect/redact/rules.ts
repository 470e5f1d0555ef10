/** What a redacted value was. It stands in its token. */
export type TokenClass =
  | 'authorization'
  | 'cookie'
  | 'jwt'
  | 'api-key'
  | 'secret'
  | 'password'
  | 'private-key'
  | 'email'
  | 'card'
  | 'user'
  | 'ip';

/** Personal data can be opened for one value. All other classes are secrets, which nobody needs to see again. */
export const revealableClasses: readonly TokenClass[] = ['email', 'user', 'card', 'ip'];

export type ValueCheck = 'luhn' | 'basic-credentials' | 'looks-random';

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
