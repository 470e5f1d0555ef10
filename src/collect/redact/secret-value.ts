/** Words that tell how a secret stands, or what kind of one it is. */
const STATES: ReadonlySet<string> = new Set([
  ...['valid', 'invalid', 'absent', 'present', 'accepted', 'rejected', 'expired', 'missing', 'required'],
  ...['unknown', 'none', 'null', 'nil', 'undefined', 'empty', 'set', 'unset', 'true', 'false', 'yes', 'no'],
  ...[
    'on',
    'off',
    'ok',
    'failed',
    'failure',
    'success',
    'enabled',
    'disabled',
    'active',
    'inactive',
    'changed',
  ],
  ...[
    'bearer',
    'basic',
    'digest',
    'optional',
    'revoked',
    'refresh',
    'access',
    'default',
    'redacted',
    'hidden',
  ],
  ...['prefer', 'disable', 'require', 'allow', 'lax', 'strict', 'mfa', 'low', 'medium', 'high', 'string'],
]);

/** A word of state, or a number as a limit or a count has it. */
export const isState = (value: string): boolean => STATES.has(value.toLowerCase()) || /^\d{1,6}$/.test(value);

/** `test_case_for_long_names`: words of small letters, three or more. */
export const isPlainName = (value: string): boolean => /^[a-z]+(?:[_.:/=@-]+[a-z]+){2,}$/.test(value);

const IDENTITY =
  /^(?:arn:|urn:|https?:\/\/|s3:\/\/|[./~]|\d{4}-\d\d-\d\dT|[\da-f]{8}\.[\da-f]{1,8}$|S-1-\d|(?:AC|SM|MM|CA|PN)[\da-f]{32}$|AKIA|ASIA|sha\d|SHA256:)/;

/** Whether what stands behind a name that tells a secret can be one. */
export const couldBeSecret = (value: string): boolean =>
  value.length >= 4 && !STATES.has(value.toLowerCase()) && !/^\d{1,3}$/.test(value) && !IDENTITY.test(value);

/** So much of a value tells what it is: a longer one is not judged by its rest, which each name in it would read. */
const BEGINNING_CHARACTERS = 128;
const WORDS_MAX_CHARACTERS = 23;
/** Each part begins with what the one before cannot hold, so that there is one way to read a value. */
const WORDS = /^[A-Za-z]?[a-z]*(?:(?:[A-Z]|[_.-][A-Z]?)[a-z]+)*[_.-]?\d{0,4}$/;

/** Behind a name that can mean something else a value has to look like one that a machine made. */
export function looksSecret(value: string): boolean {
  if (value.length < 12 || !couldBeSecret(value)) return false;
  const beginning = value.slice(0, BEGINNING_CHARACTERS).replace(/^base64:/, '');
  if (/[\s/\\].*[\s\\]|^\d+(?:\.\d+)*$|[:,(){}<>]/.test(beginning)) return false;
  if (value.length <= WORDS_MAX_CHARACTERS && WORDS.test(value)) return false;
  return /\d/.test(beginning) && /[A-Za-z]/.test(beginning);
}

const KNOWN_WORDS = /(?:sha|base|utf|pkcs|oauth|x|[hrep]s|aes|md|web|log|ipv?|tls|i18n|k8s|e2e|mp)-?_?\d/i;

/** Without any mark between it and a name: letters and digits mixed as no word or number of a text has them. */
export const looksMixed = (value: string): boolean =>
  value.length >= 8 &&
  looksTyped(value) &&
  (value.match(/\d/g)?.length ?? 0) >= 2 &&
  (/[!#$%&*@+]/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value)) || /\d.*\d.*\d/.test(value)) &&
  !/[()[\]{}\\]|:\/\/|=./.test(value.replace(/=+$/, '')) &&
  (!/\/.*\//.test(value) || /^[A-Za-z\d+/]{24,}={0,2}$/.test(value)) &&
  (value.length >= 24 || !KNOWN_WORDS.test(value));

/** Behind the name of a key or session: as a machine makes it, or as a person does. */
export const looksMade = (value: string): boolean => looksSecret(value) || looksMixed(value);

/** Behind `is`: a word with a digit or a mark in it, that is no time, amount, address or version. */
export const looksTyped = (value: string): boolean =>
  value.length >= 6 &&
  couldBeSecret(value) &&
  /[A-Za-z]/.test(value) &&
  (/\d/.test(value) || /[!#$%^&*@+]/.test(value)) &&
  !/^[\w-]+(?:\.[\w-]+){2,}$|^\d[\d.:/-]*[a-z]{0,3}$|\(|^v\d/.test(value);
