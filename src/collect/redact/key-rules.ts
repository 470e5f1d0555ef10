import { gatesOf, numberRules } from './national-ids.ts';
import type { TokenClass, ValueCheck } from './rules.ts';
import { secretNameGates, weightOfName } from './secret-names.ts';

/** A value that is known by the name before it: a member, a parameter, a header. */
export interface KeyRule {
  readonly rule: string;
  /** One of `TokenClass`, or a customer's own. */
  readonly class: string;
  readonly gates: readonly string[];
  /** Names in lower case with letters and digits alone: `x-api-key` is `xapikey`. */
  readonly endsWith: readonly string[];
  readonly is: readonly string[];
  readonly isNot: readonly string[];
  readonly check?: ValueCheck;
}

export const keyRules: readonly (KeyRule & { readonly class: TokenClass })[] = [
  {
    rule: 'authorization',
    class: 'authorization',
    gates: ['authorization'],
    endsWith: ['authorization'],
    is: [],
    isNot: [],
  },
  {
    rule: 'cookie',
    class: 'cookie',
    gates: ['cookie'],
    endsWith: ['cookie', 'cookies'],
    is: [],
    isNot: ['requestcookies'],
  },
  {
    rule: 'password',
    class: 'password',
    gates: ['passw', 'passphrase', 'pwd'],
    endsWith: ['password', 'passwd', 'passphrase', 'passwordhash'],
    is: ['pwd'],
    isNot: [],
  },
  {
    rule: 'api-key',
    class: 'api-key',
    gates: ['apikey', 'api-key', 'api_key'],
    endsWith: ['apikey'],
    is: [],
    isNot: [],
  },
  {
    rule: 'secret',
    class: 'secret',
    gates: [
      'secret',
      'token',
      'privatekey',
      'private-key',
      'private_key',
      'x-amz-signature',
      'jsessionid',
      'phpsessid',
    ],
    endsWith: [
      'secret',
      'secretkey',
      'secretaccesskey',
      'secretstring',
      'secretbinary',
      'privatekey',
      'token',
      'xamzsignature',
    ],
    is: ['jsessionid', 'phpsessid'],
    isNot: [
      'nexttoken',
      'nextpagetoken',
      'nextforwardtoken',
      'nextbackwardtoken',
      'continuationtoken',
      'paginationtoken',
      'pagetoken',
      'synctoken',
      'clienttoken',
      'clientrequesttoken',
      'locktoken',
      'nextlocktoken',
    ],
    check: 'no-state',
  },
  {
    rule: 'user',
    class: 'user',
    gates: ['username', 'user_name', 'user-name'],
    endsWith: ['username'],
    is: [],
    isNot: [],
  },
  {
    rule: 'card',
    class: 'card',
    gates: ['card', 'pan:', 'pan=', 'pan"'],
    endsWith: ['cardnumber', 'creditcard', 'cardno'],
    is: ['card', 'pan'],
    isNot: [],
    check: 'luhn',
  },
  {
    rule: 'card-code',
    class: 'card',
    gates: ['cvv', 'cvc'],
    endsWith: ['cvv', 'cvc', 'cvv2', 'cvc2'],
    is: [],
    isNot: [],
    check: 'card-code',
  },
  {
    rule: 'one-time-code',
    class: 'secret',
    gates: ['pin"', "pin'", 'pin=', 'pin:', 'pin '],
    endsWith: [],
    is: ['pin', 'cardpin', 'userpin', 'pincode'],
    isNot: [],
    check: 'pin',
  },
  {
    // Of PagerDuty; elsewhere it is the name of a queue.
    rule: 'api-key',
    class: 'api-key',
    gates: ['routing'],
    endsWith: ['routingkey'],
    is: [],
    isNot: [],
    check: 'hex-key',
  },
  ...numberRules.map((rule) => ({
    rule: rule.rule,
    class: rule.class,
    gates: gatesOf(rule),
    endsWith: rule.names,
    is: [],
    isNot: [],
    check: rule.check,
  })),
];

const named = (check: ValueCheck): KeyRule & { readonly class: TokenClass } => ({
  rule: 'named-secret',
  class: 'secret',
  gates: secretNameGates,
  endsWith: [],
  is: [],
  isNot: [],
  check,
});

/** Behind the rules above, for a name whose words tell a secret: how sure it is decides what the value must be. */
export const namedSecretRules = {
  strong: named('strong-name'),
  typed: named('typed-name'),
  weak: named('weak-name'),
};

const KEY_CHARACTERS_MAX = 80;
const KNOWN_KEYS_MAX = 10_000;

/** Finds the first rule for a value with a name before it. */
export function keyRuleFinder(rules: readonly KeyRule[]): (key: string) => KeyRule | null {
  const known = new Map<string, KeyRule | null>();
  return (key) => {
    if (key.length > KEY_CHARACTERS_MAX) return null;
    const before = known.get(key);
    if (before !== undefined) return before;
    const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
    const weight = weightOfName(key);
    const rule =
      rules.find((candidate) => matches(candidate, name)) ??
      (weight === null ? null : namedSecretRules[weight]);
    if (known.size >= KNOWN_KEYS_MAX) known.clear();
    // A copy: a part of a string keeps the whole of it, here a page, in memory.
    known.set(Buffer.from(key, 'latin1').toString('latin1'), rule);
    return rule;
  };
}

const matches = (rule: KeyRule, name: string): boolean =>
  rule.is.includes(name) ||
  (rule.endsWith.some((ending) => name.endsWith(ending)) && !rule.isNot.includes(name));
