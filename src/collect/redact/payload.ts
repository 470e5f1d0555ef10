import { mappedBy } from './decode/mapped.ts';
import type { Span } from './span.ts';

/**
 * Where in a value an attack stands. What is before it is hidden as any value is, so that a secret never stays for
 * looking a bit like an attack: what stays begins with the attack's own syntax and says what the attacker wrote.
 */
export interface Payload {
  readonly start: number;
  readonly end: number;
}

const BLANK = String.raw`(?:[\s+]|\/\*[^*]{0,64}\*\/|%0[9ad])`;
const CLOSE = String.raw`['"\x60)]`;
const TAKES_TIME = 'sleep|benchmark|pg_sleep|extractvalue|updatexml|load_file|xp_cmdshell|dbms_pipe|utl_http';
const PROGRAM = 'cat|id|whoami|wget|curl|nc|bash|sh|ping|nslookup|powershell|uname|ls|sleep';

/** Each tells more than a mark or two that a password may have by chance. */
const ATTACK = new RegExp(
  [
    // SQL: a condition, another query, another statement, a comment for the rest.
    String.raw`${CLOSE}{1,4}${BLANK}{0,8}(?:or|and|(?<=\s)(?:\|\||&&)(?=\s))${BLANK}{0,8}[('"!]{0,4}(?:[A-Za-z\d][\w.@]{0,31}|(?<=['"]))[)'"]{0,4}${BLANK}{0,8}(?:=|<>?|>|like\b|is\b|in\b|between\b|--)${BLANK}{0,8}[\w'"($-]`,
    String.raw`(?<=(?:^|[\s=&+])-?\d{1,6})${BLANK}{1,8}(?:or|and)${BLANK}{1,8}\d{1,6}${BLANK}{0,8}[=<>]${BLANK}{0,8}\d`,
    String.raw`(?:${CLOSE}{1,4}|(?<=\d))${BLANK}{0,8}\)?${BLANK}{0,8}union${BLANK}{1,8}(?:all${BLANK}{1,8}|distinct${BLANK}{1,8})?\(?select\b`,
    String.raw`(?:${CLOSE}{1,4}|(?<=\d))${BLANK}{0,8};${BLANK}{0,8}(?:drop|delete|update|insert|exec|declare|shutdown|alter|create|select|waitfor|truncate)${BLANK}`,
    String.raw`${CLOSE}{1,4}${BLANK}{0,8}[;,]{0,2}${BLANK}{0,8}(?:(?:or|and|\|\|)${BLANK}{0,8})?\(?(?:${TAKES_TIME})\(`,
    String.raw`(?<=^[\w.@-]{0,16})'${BLANK}{0,8}(?:--|#|\/\*)[\s+-]{0,8}$`,
    // Script.
    String.raw`["'>/]{0,4}<(?:\/?script|img|svg|iframe|body|object|embed|video|audio|details|marquee)\b[^<]{0,256}(?:>|\bon\w{3,24}\s{0,4}=)`,
    String.raw`["'][\s/]{0,8}on(?:error|load|mouseover|focus|click)\s{0,4}=`,
    String.raw`(?<=^)javascript:[\w(]`,
    // Paths.
    String.raw`(?<=^|[\w/=\\])(?:\.\.[\\/]){2}`,
    String.raw`(?<=^)(?:file|php|expect|gopher|dict|ldap):\/\/`,
    String.raw`(?<=^)\/etc\/(?:passwd|shadow)\b`,
    // Templates.
    String.raw`\$\{(?:jndi:|[\w.]{0,64}(?:Runtime|getClass|exec\())`,
    String.raw`\{\{[^{}]{0,128}(?:\d\s{0,4}\*\s{0,4}['"]?\d|__\w{2,24}__|\bself\.|\.constructor\b|\bconfig\b)[^{}]{0,128}\}\}`,
    '<%=?[^%]{1,128}%>',
    // Commands.
    String.raw`[;|&\x60]{1,2}\s{0,4}(?:\/(?:usr\/)?bin\/)?(?:${PROGRAM})\s{1,4}[\w/.:-]{2,64}`,
    String.raw`[;|&]{1,2}\s{1,4}(?:id|whoami|uname|ls)\s{0,4}$`,
    String.raw`\$\((?:${PROGRAM})\b[^()]{0,128}\)`,
  ].join('|'),
  'i',
);
/** Without one of these nothing above can match. */
const MARK =
  /['"`<>;|&$%{]|\.\.|\s(?:or|and)\s|[+](?:or|and)[+]|^(?:javascript:|file:|php:|expect:|gopher:|dict:|ldap:|\/etc)/i;
const NEXT_COOKIE = /;\s*[\w.-]{1,64}=/g;
/** A longer head would be a text of its own. */
const READ_MAX = 2_048;

/** The attack in a value that is written as it stands, or with escapes of a URL. */
export function payloadIn(value: string, isCookie: boolean): Payload | null {
  const beginning = value.slice(0, READ_MAX);
  if (!MARK.test(beginning)) return null;
  const mapped = beginning.includes('%')
    ? mappedBy(beginning, /%[\da-f]{2}/gi, (escaped) =>
        String.fromCharCode(Number.parseInt(escaped.slice(1), 16)),
      )
    : null;
  const text = mapped?.text ?? beginning;
  const match = ATTACK.exec(text);
  if (match === null) return null;
  const start = mapped === null ? match.index : mapped.rawOffset(match.index);
  if (!isCookie) return { start, end: value.length };
  NEXT_COOKIE.lastIndex = start;
  const next = NEXT_COOKIE.exec(value);
  return { start, end: next === null ? value.length : next.index };
}

/** Shorter beginnings are parts of the attack: `1`, `-1`, `x`. */
export const HEAD_MIN = 4;
const FIELDS: ReadonlySet<string> = new Set(['password', 'cookie', 'secret', 'api-key']);
const NAMED: ReadonlySet<string> = new Set([
  ...['password', 'cookie', 'secret', 'api-key', 'named-secret', 'modsecurity-cookie', 'modsecurity-value'],
]);

/** A value in a field of a secret without the attack in it, which is marked as kept. */
export function withoutPayload(span: Span, rawOffset: (offset: number) => number = same): Span[] {
  if (!FIELDS.has(span.class) || !NAMED.has(span.rule)) return [span];
  const payload = payloadIn(span.value, span.class === 'cookie');
  if (payload === null) return [span];
  const part = (from: number, to: number): Span => ({
    ...span,
    start: span.start + rawOffset(from),
    end: span.start + rawOffset(to),
    value: span.value.slice(from, to),
  });
  const parts: Span[] = [];
  if (payload.start >= HEAD_MIN) parts.push(part(0, payload.start));
  parts.push({ ...part(payload.start, payload.end), isKept: true });
  if (payload.end < span.value.length) parts.push(part(payload.end, span.value.length));
  return parts;
}

const same = (offset: number): number => offset;
