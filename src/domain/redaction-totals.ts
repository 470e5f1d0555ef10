/** What a rule hides, in words for a reader who knows neither rules nor logs. */
interface RuleWords {
  readonly what: string;
  /** One of them stands in each token that the rule puts in. */
  readonly classes: readonly string[];
}

const SECRET_TOKENS = 'tokens, secrets and session ids, known by the name before them';
const user = (what: string): RuleWords => ({ what, classes: ['user'] });
const nationalId = (what: string): RuleWords => ({ what, classes: ['national-id'] });

/** The built-in rules. A value that is a JSON Web Token has the class `jwt` whichever rule found it. */
export const builtInRules: Readonly<Record<string, RuleWords>> = {
  authorization: { what: 'credentials in authorization headers', classes: ['authorization'] },
  bearer: { what: 'bearer tokens', classes: ['authorization'] },
  basic: { what: 'user names with passwords in Basic authentication', classes: ['authorization'] },
  cookie: { what: 'cookies', classes: ['cookie'] },
  'modsecurity-cookie': { what: 'cookies in what the firewall matched', classes: ['cookie'] },
  'modsecurity-value': {
    what: 'credentials in what the firewall matched',
    classes: ['authorization', 'password', 'secret'],
  },
  jwt: { what: 'JSON Web Tokens', classes: ['jwt'] },
  'api-key': { what: 'API keys', classes: ['api-key'] },
  secret: { what: SECRET_TOKENS, classes: ['secret'] },
  'named-secret': { what: 'values whose names tell a secret', classes: ['secret'] },
  'slack-token': { what: 'tokens of Slack', classes: ['secret'] },
  'slack-webhook': { what: 'webhook addresses of Slack', classes: ['secret'] },
  'vendor-token': { what: 'tokens of well-known services', classes: ['secret'] },
  password: { what: 'passwords', classes: ['password'] },
  'sql-password': { what: 'passwords in database statements', classes: ['password'] },
  'sql-bound-value': {
    what: 'values bound to database statements that name a secret',
    classes: ['password'],
  },
  'password-verifier': { what: 'what passwords are checked with (hashes)', classes: ['password'] },
  'command-password': { what: 'passwords in arguments of commands', classes: ['password'] },
  'login-secret': { what: 'passwords in calls, protocols and statements', classes: ['password'] },
  'card-code': { what: 'check codes of cards', classes: ['card'] },
  'one-time-code': { what: 'one-time codes', classes: ['secret'] },
  'seed-phrase': { what: 'seed phrases', classes: ['secret'] },
  'link-secret': { what: 'links and signatures that let in', classes: ['secret'] },
  'attack-kept': {
    what: 'attacks in fields of secrets, which are evidence: these were kept, not hidden',
    classes: [],
  },
  'encoded-secret': {
    what: 'base64, hexadecimal and packed text with a secret in it, as a whole',
    classes: [
      ...['authorization', 'cookie', 'jwt', 'api-key', 'secret', 'password', 'private-key'],
      ...['email', 'card', 'iban', 'national-id', 'user'],
    ],
  },
  'url-password': { what: 'passwords in addresses', classes: ['password'] },
  'private-key': { what: 'private keys', classes: ['private-key'] },
  'jwk-private': { what: 'private members of JSON Web Keys', classes: ['private-key'] },
  email: { what: 'e-mail addresses', classes: ['email'] },
  user: user('user names'),
  'arn-user': user('users in names of AWS resources'),
  'arn-session': user('sessions in names of AWS resources'),
  'principal-session': user('sessions in ids of AWS principals'),
  card: { what: 'payment card numbers', classes: ['card'] },
  iban: { what: 'bank account numbers (IBAN)', classes: ['iban'] },
  'us-ssn': nationalId('Social Security numbers of the United States'),
  'uk-nino': nationalId('National Insurance numbers of the United Kingdom'),
  'de-steuer-id': nationalId('tax ids of Germany'),
  'es-dni': nationalId('identity numbers of Spain'),
  'fr-nir': nationalId('social security numbers of France'),
  'it-codice-fiscale': nationalId('tax codes of Italy'),
  'br-cpf': nationalId('taxpayer numbers of Brazil'),
  'in-aadhaar': nationalId('Aadhaar numbers of India'),
  'nl-bsn': nationalId('citizen service numbers of the Netherlands'),
  'pl-pesel': nationalId('PESEL numbers of Poland'),
  'ip-address': { what: 'IP addresses, shortened or replaced as configured', classes: ['ip'] },
};

/** What one rule hid in some items. */
export interface RuleTotal extends RuleWords {
  readonly rule: string;
  readonly values: number;
  /** Ids of the items that it hid something in. */
  readonly evidence: readonly string[];
}

interface Counted {
  readonly id: string;
  readonly redactions: Readonly<Record<string, number>>;
}

/** How many values each rule hid and where, the most first. */
export function redactionTotals(items: readonly Counted[]): readonly RuleTotal[] {
  const totals = new Map<string, { values: number; evidence: string[] }>();
  for (const { id, redactions } of items) {
    for (const [rule, values] of Object.entries(redactions)) {
      const total = totals.get(rule) ?? { values: 0, evidence: [] };
      total.values += values;
      total.evidence.push(id);
      totals.set(rule, total);
    }
  }
  return [...totals]
    .map(([rule, total]) => ({ rule, ...(builtInRules[rule] ?? OWN), ...total }))
    .sort((a, b) => b.values - a.values || (a.rule < b.rule ? -1 : 1));
}

/** A rule of the installation's own: its configuration says what it is for. */
const OWN: RuleWords = { what: 'values by a rule of the organisation that ran rca', classes: [] };
