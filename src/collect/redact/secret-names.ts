/** Letters without their marks, in the one way that words are compared: `ñ` is `n`. */
const bare = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ł/g, 'l').replace(/ı/g, 'i');

/** How sure a name is that what stands behind it is a secret. */
export type NameWeight = 'strong' | 'typed' | 'weak';

/** Words that tell a secret wherever they stand in a word of a name, in the languages of the field. */
const STRONG_STEMS: readonly string[] = [
  ...['passw', 'passphrase', 'passcode', 'passkey', 'secret', 'token', 'credential', 'cookie', 'apikey'],
  ...['contrasen', 'senha', 'passwort', 'kennwort', 'motdepasse', 'wachtwoord', 'losenord', 'salasana'],
  ...['jeton', 'zugangsdaten', 'identifiants', 'credenciales', 'mnemonic', 'seedphrase', 'masterauth'],
  ...['haslo', 'heslo', 'jelszo', 'adgangskode', 'passord', 'sifre', 'parola', 'geheim'],
  ...['парол', 'секрет', '密码', '密碼', '口令', '暗証', 'パスワード', '비밀번호', 'κωδικο', 'סיסמה'],
].map(bare);
const STRONG_WORDS: ReadonlySet<string> = new Set([
  ...['pass', 'pwd', 'pw', 'passwd', 'creds', 'cred', 'otp', 'totp', 'pin', 'cvv', 'cvc', 'mpin', 'pincode'],
  ...['psk', 'creds', 'pword', 'bindpw', 'snmpcommunity'],
  ...['clave', 'geslo', 'psw', 'pswd', 'jwt', 'pat'],
]);
const WEAK_WORDS: ReadonlySet<string> = new Set([
  ...['key', 'keys', 'sig', 'signature', 'auth', 'session', 'sess', 'sid', 'private', 'sessionid', 'authkey'],
  ...['accesskey', 'secretkey', 'privatekey', 'signingkey', 'sharedkey', 'masterkey', 'hmac', 'schlussel'],
]);

/** Codes that let somebody in once. */
const CODES: ReadonlySet<string> = new Set([
  ...[
    'recovery',
    'backup',
    'device',
    'user',
    'verification',
    'confirmation',
    'activation',
    'invite',
    'login',
  ],
  ...['reset', 'security', 'otp', 'authorization', 'mfa', 'sms'],
]);
/** A key of one of these kinds is a secret one, so that a person may have thought it out. */
const KEY_KINDS: ReadonlySet<string> = new Set([
  ...[
    'api',
    'access',
    'account',
    'encryption',
    'decryption',
    'signing',
    'hmac',
    'unseal',
    'deploy',
    'master',
  ],
  ...[
    'private',
    'shared',
    'secret',
    'service',
    'ssh',
    'aes',
    'license',
    'licence',
    'product',
    'webhook',
    'derived',
  ],
  ...[
    'root',
    'recovery',
    'cifrado',
    'chiffrement',
    'auth',
    'app',
    'fernet',
    'nonce',
    'session',
    'wifi',
    'radius',
  ],
]);
const KEY_WORD = /^(?:key|keys|schlussel|schluessel|cle|clave|chiave|chave)$/;
const JOINED_KEY = new RegExp(`^(?:${[...KEY_KINDS].join('|')})key$`);
/** What a session or a cipher goes by, in one word. */
const TYPED_WORDS: ReadonlySet<string> = new Set([
  ...['kek', 'dek', 'sid', 'jsessionid', 'phpsessid', 'sessionid', 'rememberme', 'pepper', 'salt', 'passe'],
  ...['viewstate', 'assertion', 'verifier', 'zugang', 'schluessel', 'schlussel'],
]);
/** Words that end in what tells a password and tell none. */
const NO_PASS = /^(?:by|com|over|under|tres|encom|sur|im)?pass$/;

/** With one of these words a name tells of something public or of an identity. */
const HARMLESS_WORDS: ReadonlySet<string> = new Set([
  ...['public', 'pub', 'idempotency', 'partition', 'primary', 'foreign', 'sort', 'routing', 'group', 'dedup'],
  ...['object', 'etag', 'fingerprint', 'thumbprint', 'checksum', 'digest', 'trace', 'span', 'request'],
  ...['correlation', 'page', 'paging', 'pagination', 'continuation', 'next', 'sync', 'lock', 'host'],
  ...['max', 'min', 'prompt', 'completion', 'total', 'usage', 'cancel', 'cache', 'foreignkey', 'primarykey'],
]);
/** A name that ends so tells something about a secret, not the secret. */
const HARMLESS_ENDINGS: ReadonlySet<string> = new Set([
  ...['id', 'ids', 'type', 'name', 'names', 'count', 'counts', 'size', 'length', 'len', 'bits', 'algorithm'],
  ...['alg', 'expiry', 'expires', 'expiration', 'expire', 'at', 'on', 'in', 'ttl', 'age', 'status', 'state'],
  ...['method', 'version', 'mode', 'policy', 'usage', 'arn', 'url', 'uri', 'path', 'file', 'dir', 'duration'],
  ...['issuer', 'limit', 'max', 'min', 'time', 'date', 'index', 'provider', 'context', 'enabled', 'required'],
  ...['valid', 'present', 'error', 'result', 'kind', 'format', 'spec', 'rotation', 'user', 'port', 'start'],
  ...['endpoint', 'scope', 'scopes', 'source', 'reason', 'action', 'level', 'manager', 'service', 'number'],
  ...[
    'failed',
    'failures',
    'attempts',
    'encryption',
    'authenticated',
    'issued',
    'strength',
    'reset',
    'space',
  ],
  ...['schema', 'column', 'domain', 'realm', 'label', 'field', 'prefix', 'support', 'used', 'bytes', 'ms'],
]);
const HARMLESS_NAMES: ReadonlySet<string> = new Set([
  ...['key', 'keys', 'kid', 'keyid', 'accesskeyid', 'clienttoken', 'clientrequesttoken'],
  ...['requestcookies', 'pat', 'tokens', 'session', 'private', 'pin', 'signatures'],
]);
/** Alone these mean something else as often. */
const TYPED_NAMES: ReadonlySet<string> = new Set([
  'pass',
  'parola',
  'salt',
  'auth',
  'parole',
  'parol',
  'rememberme',
  'schluessel',
  'schlussel',
]);
/** Names of products that are no words. */
const STRONG_NAMES: ReadonlySet<string> = new Set([
  ...[
    'connectsid',
    'snmpcommunity',
    'requirepass',
    'communitystring',
    'authstring',
    'pskkey',
    'oauth2bearer',
    'samlresponse',
  ],
]);

/** Gates in bytes of UTF-8, small letters: where a name of this kind may begin or go on. */
export const secretNameGates: readonly string[] = [
  ...['pass', 'pwd', 'pswd', 'secret', 'token', 'key', 'sig', 'auth', 'sess', 'cookie', 'otp', 'pin', 'cred'],
  ...[
    ' pw',
    'psk',
    'creds',
    '.sid',
    '_sid',
    '-sid',
    'jeton',
    'zugang',
    'identifiant',
    'schl',
    'mnemonic',
    'seed',
  ],
  ...[
    'community',
    'kek',
    'recovery',
    'backup',
    'device_code',
    'devicecode',
    'user_code',
    'verification',
    'parol',
  ],
  ...[
    'confirmation',
    'pepper',
    'salt',
    'remember',
    'cl\u00e9',
    'cle_',
    'credencial',
    'otp',
    'viewstate',
    'verifier',
    'pw"',
    "pw'",
    'sid=',
    'sid"',
    'oauth2-bearer',
    'samlresp',
    'assertion',
    'pw=',
    'pw:',
  ],
  ...['cvv', 'cvc', 'private', 'jwt', 'hmac', 'psw', '_pw', '-pw', 'pw_', 'contrase', 'senha', 'kennwort'],
  ...[
    'motdepasse',
    'wachtwoord',
    'senord',
    'salasana',
    'has\u0142o',
    'haslo',
    'heslo',
    'jelsz',
    'adgangskode',
  ],
  ...['ifre', 'geheim', 'clave', 'geslo', 'парол', 'Парол', 'секрет', '密码', '密碼', '口令', '暗証'],
  ...['パスワード', '비밀번호', 'סיסמה', 'κωδικ', 'Κωδικ'],
].map((gate) => Buffer.from(gate).toString('latin1'));

/** A token of redaction tells what was hidden in the name, nothing of the value behind it. */
const REDACTED = /\[[a-z][a-z-]{1,31}:[A-Z2-7]{10}\]/g;

/** `xApiKey` is x, api, key; `SESSION_ID` is session, id. The name is a string of bytes. */
function wordsOf(name: string): readonly string[] {
  return bare(Buffer.from(name, 'latin1').toString().replace(REDACTED, ' '))
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

/** Whether a name tells a secret; null where it does not. */
export function weightOfName(name: string): NameWeight | null {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || HARMLESS_NAMES.has(words.join(''))) return null;
  if (TYPED_NAMES.has(words.join(''))) return 'typed';
  if (isCode(words)) return 'strong';
  if (HARMLESS_ENDINGS.has(last.replace(/\d+$/, '')) && !isSessionId(words)) return null;
  if (words.some((word) => HARMLESS_WORDS.has(word))) return null;
  const joined = words.join('');
  if (joined.includes('publickey')) return null;
  const isStrong =
    STRONG_NAMES.has(joined) ||
    words.some((word) => STRONG_WORDS.has(word) || (word.endsWith('pass') && !NO_PASS.test(word))) ||
    STRONG_STEMS.some((stem) => joined.includes(stem));
  if (isStrong) return 'strong';
  if (isKeyOfAKind(words)) return 'typed';
  if (isSessionId(words) || (words.length > 1 && (last === 'session' || last === 'auth'))) return 'typed';
  return words.some((word) => WEAK_WORDS.has(word) || word.endsWith('key')) ? 'weak' : null;
}

const isCode = (words: readonly string[]): boolean =>
  /^codes?$/.test(words.at(-1) ?? '') && words.some((word) => CODES.has(word));

const isKeyOfAKind = (words: readonly string[]): boolean =>
  words.some(
    (word, place) =>
      TYPED_WORDS.has(word) ||
      JOINED_KEY.test(word) ||
      (KEY_WORD.test(word) && words.some((kind, other) => other !== place && KEY_KINDS.has(kind))),
  );

const isSessionId = (words: readonly string[]): boolean =>
  words.at(-1) === 'id' && /^(?:session|sess)$/.test(words.at(-2) ?? '');
