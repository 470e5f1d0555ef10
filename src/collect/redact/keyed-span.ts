import type { KeyRule } from './key-rules.ts';
import type { RuleSet } from './rule-set.ts';
import type { Span } from './span.ts';
import { afterScheme, classOf, isHidden, isTokenAt, looksRandom, passes } from './value.ts';

const KEY_HEAD_MAX = 40;
const KEY_HEAD_CHARACTER = /[\w.-]/;
const KEY_TAIL = /[\w-]{0,24}/y;
const SEPARATOR = /(?:\\*["'`]|%22)?(?<before>[ \t]*)(?:=>|=|:|%3[AD])(?<after>[ \t]*)(?<quote>\\*["'`])?/iy;
/** What begins a private key ends every other value: the key reaches over the line. */
const PARAMETER_VALUE = /(?:[^ \t\r\n&"'<>\\-]|-(?!----BEGIN))+/y;
const PLAIN_VALUE = /(?:[^ \t\r\n&;,"'<>\\)\]}-]|-(?!----BEGIN))+/y;
/** Numbers with a check are short: what is longer fails its check, and is not read to its end for each name in it. */
const CHECKED_VALUE = /(?:[^ \t\r\n&;,"'<>\\)\]}-]|-(?!----BEGIN)){0,128}/y;
const SCHEME_VALUE = /(?:[^ \t\r\n"',;-]|-(?!----BEGIN))+/y;
const REST_OF_LINE = /(?:[^\r\n-]|-(?!----BEGIN))+/y;
/** A colon before a name makes it a part of an ARN or a label, but in these a variable of ModSecurity. */
const VARIABLE = /(?:ARGS(?:_GET|_POST)?|REQUEST_HEADERS|RESPONSE_HEADERS):$/i;

/** The value behind a name, in text: `password=…`, `"token": "…"`, `Authorization: …`. */
export function keyedSpan(
  text: string,
  gateStart: number,
  gateEnd: number,
  { keyRuleOf }: RuleSet,
): Span | null {
  const start = keyStart(text, gateStart);
  const end = matchEnd(KEY_TAIL, text, gateEnd);
  const rule = keyRuleOf(text.slice(start, end));
  if (rule === null || isTokenAt(text, start - 1)) return null;
  if (text[start - 1] === ':' && !VARIABLE.test(text.slice(Math.max(0, start - 20), start))) return null;
  SEPARATOR.lastIndex = end;
  const separator = SEPARATOR.exec(text);
  if (separator === null) return null;
  const { after = '', quote } = separator.groups ?? {};
  const from = end + separator[0].length;
  if (quote !== undefined) return quotedSpan(text, from, quote, rule);
  const prose = after !== '' && separator[0].includes(':');
  return unquotedSpan(text, from, rule, prose);
}

function keyStart(text: string, gateStart: number): number {
  let start = gateStart;
  const floor = Math.max(0, gateStart - KEY_HEAD_MAX);
  while (start > floor && KEY_HEAD_CHARACTER.test(text[start - 1] ?? '')) start -= 1;
  return text[start - 1] === '%' ? Math.min(start + 2, gateStart) : start;
}

function quotedSpan(text: string, from: number, quote: string, rule: KeyRule): Span | null {
  const end = quote.length > 1 ? orEnd(text.indexOf(quote, from), text) : closingQuote(text, from, quote);
  return spanOf(text, rule.class === 'authorization' ? afterScheme(text, from) : from, end, rule);
}

/** An escaped quote and a doubled single one (SQL) belong to the value. */
function closingQuote(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === quote) {
      if (quote !== "'" || text[at + 1] !== "'" || at === from) return at;
      at += 1;
    }
  }
  return text.length;
}

function unquotedSpan(text: string, from: number, rule: KeyRule, prose: boolean): Span | null {
  // Before its end is looked for: text behind a token is read once, however many tokens it has.
  if (isTokenAt(text, from)) return null;
  if (prose && rule.class === 'cookie') return spanOf(text, from, matchEnd(REST_OF_LINE, text, from), rule);
  if (prose && rule.class === 'authorization') return authorizationSpan(text, from, rule);
  const end = unquotedEnd(text, from, rule);
  const span = spanOf(text, from, end, rule);
  const isProse = prose && (rule.class === 'secret' || rule.class === 'api-key');
  return span !== null && isProse && !looksRandom(span.value) ? null : span;
}

/** Of a value with a check the beginning is checked, so that one that fails is not read to its end for each name in it. */
function unquotedEnd(text: string, from: number, rule: KeyRule): number {
  if (rule.check === undefined)
    return matchEnd(rule.class === 'password' ? PARAMETER_VALUE : PLAIN_VALUE, text, from);
  const end = matchEnd(CHECKED_VALUE, text, from);
  const goesOn = rule.class === 'secret' && passes(rule.check, text.slice(from, end));
  return goesOn ? matchEnd(PLAIN_VALUE, text, from) : end;
}

function authorizationSpan(text: string, from: number, rule: KeyRule): Span | null {
  const start = afterScheme(text, from);
  if (isTokenAt(text, start)) return null;
  const oneWord = /^(?:bearer|basic|token|apikey)/i.test(text.slice(from, start));
  return spanOf(text, start, matchEnd(oneWord ? SCHEME_VALUE : REST_OF_LINE, text, start), rule);
}

function spanOf(text: string, start: number, end: number, rule: KeyRule): Span | null {
  const value = text.slice(start, end);
  if (isHidden(value) || isTokenAt(text, start) || !passes(rule.check, value)) return null;
  return { start, end, rule: rule.rule, class: classOf(rule.class, value), value };
}

function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

const orEnd = (index: number, text: string): number => (index === -1 ? text.length : index);
