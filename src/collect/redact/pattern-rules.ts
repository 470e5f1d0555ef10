import { commandRules } from './command-rules.ts';
import { loginRules } from './login-rules.ts';
import { gatesOf, NOT_LONGER, numberRules, patternOf } from './national-ids.ts';
import type { TokenClass, ValueCheck } from './rules.ts';
import { vendorRules } from './vendor-rules.ts';
import { verifierRules } from './verifier-rules.ts';

/**
 * A value that is known by its own shape. The pattern is tried where one of its gates begins. Groups: `value`
 * is redacted, `head` (in a lookbehind) is the part of the value before the gate, `lead` stays. Nothing but
 * `value` may end the match. Every repetition is bounded or ends with what it consumes, so that a hostile
 * text costs linear time.
 */
export interface PatternRule {
  readonly rule: string;
  /** One of `TokenClass`, or a customer's own. */
  readonly class: string;
  /** Lower case. */
  readonly gates: readonly string[];
  readonly pattern: RegExp;
  readonly check?: ValueCheck;
  /** The rest of a value whose beginning, which alone is checked, has been found. */
  readonly more?: RegExp;
}

/** A value that was redacted before is told by its beginning: its end may be far. */
const TOKEN = String.raw`\[[a-z][a-z-]{1,31}:[A-Z2-7]{10}\]`;
const MODSECURITY_VALUE = String.raw`(?<lead>\(Value: \x60(?!(?:(?:bearer|basic|token|apikey) +)?${TOKEN})(?:(?:bearer|basic|token|apikey) +)?)(?<value>(?:(?!' \))[\s\S])+)`;
const modsecurityValue = (variable: string): RegExp =>
  new RegExp(`(?<=\`(?:${variable})' )${MODSECURITY_VALUE}`, 'iy');

export const patternRules: readonly (PatternRule & { readonly class: TokenClass })[] = [
  {
    rule: 'private-key',
    class: 'private-key',
    gates: ['-----begin'],
    pattern:
      /(?<lead>-----BEGIN(?: |%20|\+)(?:[A-Z0-9]{1,16}(?: |%20|\+)){0,3}PRIVATE(?: |%20|\+)KEY(?:(?: |%20|\+)BLOCK)?-----)(?<value>(?:[\w+/= \t\r\n\\:,.%]|-(?!----))+)/y,
  },
  {
    // A key of PuTTY says how many lines it has (PuTTY manual, appendix C).
    rule: 'private-key',
    class: 'private-key',
    gates: ['private-lines: '],
    pattern: /(?<lead>Private-Lines: \d{1,3}\s{1,4})(?<value>[\w+/=]{16,}(?:\s{1,4}[\w+/=]{16,}){0,100})/iy,
  },
  {
    rule: 'private-key',
    class: 'private-key',
    gates: ['-----begin openvpn'],
    pattern: /(?<lead>-----BEGIN OpenVPN Static key V\d-----)(?<value>(?:[\w \t\r\n\\:,.%]|-(?!----))+)/iy,
  },
  {
    // RFC 4716, and what minisign writes.
    rule: 'private-key',
    class: 'private-key',
    gates: ['---- begin ssh2 enc', 'encrypted secret key'],
    pattern:
      /(?<lead>---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----|encrypted secret key(?:\r?\n|\\n))(?<value>(?:[\w+/= \t\r\n\\:,.]|-(?!--))+)/iy,
  },
  {
    rule: 'jwt',
    class: 'jwt',
    gates: ['eyj'],
    pattern: /(?:(?<![\w-])|(?<=%[\da-f]{2}))(?<value>eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){0,3})/iy,
  },
  {
    rule: 'bearer',
    class: 'authorization',
    gates: ['bearer'],
    pattern:
      /(?<lead>(?:(?<![\w-])|(?<=%[\da-f]{2}))bearer(?:[ \t]{1,8}|%20|\+))(?<value>(?![a-z_]{2,24}=[^=\s])[\w.~+/=-]{8,})/iy,
    check: 'looks-random',
  },
  {
    rule: 'basic',
    class: 'authorization',
    gates: ['basic'],
    pattern:
      /(?<lead>(?:(?<![\w-])|(?<=%[\da-f]{2}))basic(?:[ \t]{1,8}|%20|\+))(?<value>[A-Za-z\d+/]{6,1024}={0,2})/iy,
    check: 'basic-credentials',
    more: /(?<=[A-Za-z\d+/])[A-Za-z\d+/]+={0,2}/y,
  },
  {
    rule: 'slack-token',
    class: 'secret',
    gates: ['xox', 'xapp-'],
    pattern: /(?:(?<![A-Za-z\d])|(?<=%[\da-fA-F]{2}))(?<value>(?:xox[a-z]|xapp)-[A-Za-z\d-]{8,})/y,
  },
  {
    rule: 'slack-webhook',
    class: 'secret',
    gates: ['hooks.slack.com'],
    pattern: /(?<lead>hooks\.slack\.com(?:\/|%2F)[a-z]{1,16}(?:\/|%2F))(?<value>[\w/%-]{16,})/iy,
  },
  ...vendorRules,
  ...verifierRules,
  ...commandRules,
  ...loginRules,
  {
    rule: 'url-password',
    class: 'password',
    gates: ['@'],
    pattern:
      /(?<=(?::|(?<![\w/:.]))\/\/[^ \t\r\n/?#@:"'`<>\\[\]]{0,128}:(?<head>[^ \t\r\n/?#@"'`<>\\[\]]{1,128}))(?<value>(?:@[^ \t\r\n/?#@"'`<>\\[\]]{1,64}){0,4})(?=@)/y,
  },
  {
    rule: 'url-password',
    class: 'password',
    gates: ['%40'],
    pattern:
      /(?<=%3A%2F%2F[\w.~-]{0,128}%3A(?<head>(?:[\w.~!*'()-]|%(?!40)[\da-f]{2}){1,128}))(?<value>)(?=%40)/iy,
  },
  {
    rule: 'email',
    class: 'email',
    gates: ['@', '%40'],
    pattern:
      /(?<=(?<head>[\w.+%\x80-\xff-]{1,64}))(?<value>(?:@|%40)(?:[a-z\d\x80-\xff-]{1,63}\.){1,8}(?!(?:service|socket|target|scope|slice|mount|timer|device)\b)[a-z]{2,24})(?![\w])/iy,
  },
  {
    rule: 'sql-password',
    class: 'password',
    gates: ['password'],
    pattern:
      /(?<lead>(?<!\w)password(?:[ \t\r\n]|\/\*(?:[^*]|\*(?!\/)){0,200}\*\/|--[^\n]{0,200}\n){1,32}(?:U&)?')(?<value>(?:[^']|'')+)/iy,
  },
  {
    rule: 'sql-password',
    class: 'password',
    gates: ['password'],
    pattern: /(?<lead>(?<!\w)password[ \t\r\n]{1,32}E')(?<value>(?:[^'\\]|''|\\[\s\S])+)/iy,
  },
  {
    rule: 'sql-password',
    class: 'password',
    gates: ['password'],
    pattern:
      /(?<lead>(?<!\w)password[ \t\r\n]{1,32}\$(?<tag>\w{0,16})\$)(?<value>[\s\S]{1,512}?)(?=\$\k<tag>\$)/iy,
  },
  {
    rule: 'sql-password',
    class: 'password',
    gates: ['password(', 'password (', 'crypt('],
    pattern:
      /(?<lead>(?<!\w)(?:(?:old_)?password|(?:pgp_sym_(?:en|de))?crypt)[ ]?\([ \t\r\n]{0,8}(?:N|E)?')(?<value>(?:[^']|'')+)/iy,
  },
  {
    rule: 'sql-password',
    class: 'password',
    gates: ['identified'],
    pattern:
      /(?<lead>(?<!\w)identified[ \t\r\n]{1,8}(?:with[ \t\r\n]{1,8}[\w'"]{1,64}[ \t\r\n]{1,8})?(?:by|as)[ \t\r\n]{1,8}(?:password[ \t\r\n]{1,8})?(?<quote>['"]))(?<value>(?:(?!\k<quote>)[\s\S])+)/iy,
  },
  {
    rule: 'sql-password',
    class: 'password',
    gates: ['password'],
    pattern:
      /(?<lead>password(?:%20|%0[9ad]|\+){1,32}(?:E|U%26)?(?:'|%27))(?<value>(?:%27%27|%(?!27)|[^'&% \t\r\n])+)/iy,
  },
  {
    rule: 'sql-password',
    class: 'password',
    gates: ['identified'],
    pattern:
      /(?<lead>identified(?:%20|\+){1,8}(?:with(?:%20|\+){1,8}[\w'%]{1,64}?(?:%20|\+){1,8})?(?:by|as)(?:%20|\+){1,8}(?:password(?:%20|\+){1,8})?(?:['"]|%2[27]))(?<value>(?:%(?!2[27])|[^'"&% \t\r\n])+)/iy,
  },
  {
    rule: 'modsecurity-cookie',
    class: 'cookie',
    gates: ['(value: `'],
    pattern: modsecurityValue(
      "(?:REQUEST_COOKIES:[^'`]{1,64}|REQUEST_HEADERS:cookie|RESPONSE_HEADERS:set-cookie)",
    ),
  },
  {
    rule: 'modsecurity-cookie',
    class: 'cookie',
    gates: ['request_cookies:'],
    pattern: /(?<lead>REQUEST_COOKIES:[\w.-]{1,64}: )(?<value>[^"\] \t\r\n]+)/iy,
  },
  {
    rule: 'modsecurity-value',
    class: 'authorization',
    gates: ['(value: `'],
    pattern: modsecurityValue('REQUEST_HEADERS:[\\w.-]{0,40}authorization'),
  },
  {
    rule: 'modsecurity-value',
    class: 'password',
    gates: ['(value: `'],
    pattern: modsecurityValue('ARGS(?:_GET|_POST)?:[\\w.-]{0,40}(?:passw(?:or)?d|passphrase|pwd)'),
  },
  {
    rule: 'modsecurity-value',
    class: 'secret',
    gates: ['(value: `'],
    pattern: modsecurityValue('[A-Z_]{4,20}:[\\w.-]{0,40}(?:secret|token|api[_-]?key)'),
  },
  {
    rule: 'arn-user',
    class: 'user',
    gates: [':user/', '%3auser%2f'],
    pattern:
      /(?<lead>(?::|%3A)user(?:\/|%2F)(?:[\w+=,.@-]{1,64}(?:\/|%2F)){0,8})(?<value>[\w+=,.@-]+)(?![\w+=,.@/-]|%2F)/iy,
  },
  {
    rule: 'arn-session',
    class: 'user',
    gates: [':assumed-role/', '%3aassumed-role%2f'],
    pattern:
      /(?<lead>(?::|%3A)assumed-role(?:\/|%2F)[\w+=,.@-]{1,128}(?:\/|%2F))(?!i-[\da-f]{8,17}(?!\w))(?<value>[\w+=,.@-]{1,64})/iy,
  },
  {
    rule: 'arn-user',
    class: 'user',
    gates: [':federated-user/', '%3afederated-user%2f'],
    pattern: /(?<lead>(?::|%3A)federated-user(?:\/|%2F))(?<value>[\w+=,.@-]{1,64})/iy,
  },
  {
    rule: 'principal-session',
    class: 'user',
    gates: ['aroa'],
    pattern: /(?<lead>(?<!\w)AROA[A-Z\d]{8,32}:)(?!i-[\da-f]{8,17}(?!\w))(?<value>[\w+=,.@-]{2,64})/y,
  },
  {
    rule: 'card',
    class: 'card',
    gates: ['card', 'ccnum', 'cc_num'],
    pattern: new RegExp(
      String.raw`(?<lead>(?<!wild|dis|post|score|place)c(?:ard(?!inal|igan|io)|cnum|c_num)(?:%[\da-f]{2}|%(?![\da-f]{2})|[^\d\n%]){0,32})(?<value>\d(?:[ -]?\d){12,18})${NOT_LONGER}`,
      'iy',
    ),
    check: 'luhn',
  },
  ...numberRules.map((rule) => ({
    rule: rule.rule,
    class: rule.class,
    gates: gatesOf(rule),
    pattern: patternOf(rule),
    check: rule.check,
  })),
];
