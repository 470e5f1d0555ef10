import { saidPlaces, type ValuePlace, valuePlace } from './key-context.ts';
import type { KeyRule } from './key-rules.ts';
import { HEAD_MIN, payloadIn } from './payload.ts';
import { afterPlaceholder, afterType } from './placeholder.ts';
import type { RuleSet } from './rule-set.ts';
import { isState, looksMade, looksMixed, looksSecret, looksTyped } from './secret-value.ts';
import type { Span } from './span.ts';
import { afterScheme, classOf, isHidden, isTokenAt, looksRandom, passes } from './value.ts';

const KEY_HEAD_MAX = 40;
const KEY_HEAD_CHARACTER = /[\w.\x80-\xff-]/;
/** Some gates go on to what stands behind a short name. */
const KEY_BEGIN_REACH = 16;
const GATE_MARK = /[=:"' ]/;
const KEY_TAIL = /(?:(?!\xef\xbc[\x9a\x9d])[\w\x80-\xff-]|\.(?=\w)){0,40}/y;
/** What begins a private key ends every other value: the key reaches over the line. */
const PARAMETER_VALUE = /(?:[^ \t\r\n&"'<>\\-]|["'](?=[A-Za-z\d])|-(?!----BEGIN))+/y;
const PLAIN_VALUE = /(?:[^ \t\r\n&;,"'<>\\)\]}-]|-(?!----BEGIN))+/y;
/** A line that is a name and its value alone: what may end a value in a sentence is part of it. */
const LINE_VALUE = /(?:[^ \t\r\n&;,"\\-]|[&;,](?![ \t]*(?:[\w.%[\]-]{1,40}[=:]|[\r\n]|$))|-(?!----BEGIN))+/y;
const LINE_START = /(?:^|\n)[ \t]*(?:-[ \t]+|export[ \t]+|set[ \t]+|ENV[ \t]+)?$/;
const LINE_START_CHARACTERS = 48;
/** A scalar of YAML over the lines below (YAML 1.2, section 8.1). */
const BLOCK = /[|>][+-]?\d?[+-]?[ \t]*\r?\n(?<indent>[ \t]+)/y;
/** Numbers with a check are short: what is longer fails its check, and is not read to its end for each name in it. */
const CHECKED_VALUE = /(?:[^ \t\r\n&;,"'<>\\)\]}-]|-(?!----BEGIN)){0,128}/y;
const SCHEME_VALUE = /(?:[^ \t\r\n"',;-]|-(?!----BEGIN))+/y;
const COOKIE_REACH = 512;
const REST_OF_LINE = /(?:[^\r\n-]|-(?!----BEGIN))+/y;
const ATTACK_REACH = /[^&\r\n]{0,256}/y;
const PHRASE_MAX = 24;
const PHRASE =
  /(?<![\w-])(?:mot de|api|access|account|auth|encryption|decryption|signing|hmac|unseal|deploy|master|private|shared|secret|service|ssh|aes|license|product|webhook|derived|root|recovery|app|session) $/i;
const SAID_VALUE = /[^ \t\r\n"'`<>,;[\x1b]{6,128}/y;
/** A colon before a name makes it a part of an ARN or a label, but in these a variable of ModSecurity. */
const VARIABLE = /(?:ARGS(?:_GET|_POST)?|REQUEST_HEADERS|RESPONSE_HEADERS):$/i;
/** … and in these it is a switch, a namespace of XML or an encoded separator. */
const NAMESPACE =
  /(?:<[\w.-]{1,24}|\/\w{0,2}|\$env|(?:^|[\s{,([])|\b(?:set|hset|setex|getset|mset)[ ]["']?[\w.:-]{1,24}):$/i;

/** The value behind a name, in text: `password=…`, `"token": "…"`, `Authorization: …`, `<pwd>…</pwd>`. */
export function keyedSpan(
  text: string,
  gateStart: number,
  gateEnd: number,
  { keyRuleOf }: RuleSet,
): Span | null {
  const start = keyStart(text, gateStart);
  const end = matchEnd(KEY_TAIL, text, gateEnd - (GATE_MARK.test(text[gateEnd - 1] ?? '') ? 1 : 0));
  const name = text.slice(start, end);
  const phrase = phraseBefore(text, start);
  const rule = (phrase === '' ? null : keyRuleOf(phrase + name)) ?? keyRuleOf(name);
  if (rule === null || isTokenAt(text, start - 1)) return null;
  if (text[start - 1] === ':') {
    const before = text.slice(Math.max(0, start - 32), start);
    if (!VARIABLE.test(before) && !NAMESPACE.test(before)) return null;
  }
  const place = valuePlace(text, start, end);
  if (place === null || /[\r\n]/.test(text[place.from] ?? '')) return saidSpan(text, end, rule);
  const attack = attackBehindQuote(text, place, rule);
  if (attack !== null) return attack;
  if (place.closedBy !== undefined) {
    const span = closedSpan(text, place.from, place.closedBy, rule);
    return span !== null && place.isListed && !looksMade(span.value) ? null : span;
  }
  return unquotedSpan(text, start, place, rule);
}

/** `API key`, `mot de passe`: a name of several words, where the last one alone tells nothing. */
function phraseBefore(text: string, start: number): string {
  if (text[start - 1] !== ' ') return '';
  return PHRASE.exec(text.slice(Math.max(0, start - PHRASE_MAX), start))?.[0] ?? '';
}

/** `password=' OR '1'='1`: the quote opens no value but closes that of a statement. */
function attackBehindQuote(text: string, { from, closedBy }: ValuePlace, rule: KeyRule): Span | null {
  const isQuote = closedBy !== undefined && closedBy.length === 1 && /["'`]/.test(closedBy);
  return isQuote ? attackAt(text, from - 1, 0, rule) : null;
}

/** An attack behind a few characters of a value, which belong to it. */
function attackAt(text: string, start: number, headMax: number, rule: KeyRule): Span | null {
  const value = text.slice(start, matchEnd(ATTACK_REACH, text, start));
  const payload = payloadIn(value, false);
  if (payload === null || payload.start > headMax || /\s/.test(value.slice(0, payload.start))) return null;
  return { start, end: start + value.length, rule: rule.rule, class: rule.class, value, isKept: true };
}

function keyStart(text: string, gateStart: number): number {
  let start = gateStart;
  const floor = Math.max(0, gateStart - KEY_HEAD_MAX);
  while (start > floor && KEY_HEAD_CHARACTER.test(text[start - 1] ?? '')) start -= 1;
  return text[start - 1] === '%' ? Math.min(start + 2, gateStart) : start;
}

function closedSpan(text: string, from: number, closedBy: string, rule: KeyRule): Span | null {
  const isQuote = closedBy.length === 1 && /["'`]/.test(closedBy);
  const end = isQuote ? closingQuote(text, from, closedBy) : orEnd(text.indexOf(closedBy, from), text);
  if (closedBy === '<' && end < text.length && text[end + 1] !== '/') return null;
  const trimmed = closedBy === '\n' || closedBy === '<' ? from + text.slice(from, end).trimEnd().length : end;
  return spanOf(text, rule.class === 'authorization' ? afterScheme(text, from) : from, trimmed, rule);
}

/** `the password is …`, where it looks like one. */
function saidSpan(text: string, end: number, rule: KeyRule): Span | null {
  if (!SAID_CLASSES.has(rule.class)) return null;
  for (const { from, isTold } of saidPlaces(text, end)) {
    const value = text.slice(from, matchEnd(SAID_VALUE, text, from)).replace(SAID_END, '');
    if (!(isTold ? looksTyped(value) : looksMixed(value))) continue;
    return isInterrupted(text, end, from) ? null : spanOf(text, from, from + value.length, rule);
  }
  return null;
}

/** What was redacted before, and a private key, is no word between a name and its value. */
function isInterrupted(text: string, start: number, end: number): boolean {
  if (text.slice(Math.max(0, start - KEY_BEGIN_REACH), end + KEY_BEGIN_REACH).includes('-----')) return true;
  for (let at = text.indexOf('[', start); at !== -1 && at <= end; at = text.indexOf('[', at + 1))
    if (isTokenAt(text, at)) return true;
  return false;
}

const SAID_END = /[.!?:)\]*|\\]+$/;
const SAID_CLASSES: ReadonlySet<string> = new Set(['password', 'secret', 'api-key']);

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

function unquotedSpan(
  text: string,
  nameStart: number,
  { from, isProse: prose }: ValuePlace,
  rule: KeyRule,
): Span | null {
  // Before its end is looked for: text behind a token is read once, however many tokens it has.
  if (isTokenAt(text, from)) return null;
  if (prose && rule.class === 'cookie' && !holdsCookie(text, from)) return null;
  if (prose && rule.class === 'cookie') return spanOf(text, from, matchEnd(REST_OF_LINE, text, from), rule);
  if (prose && rule.class === 'authorization') return authorizationSpan(text, from, rule);
  if (prose && afterType(text, from) !== -1) return null;
  const end = blockEnd(text, from) ?? unquotedEnd(text, nameStart, from, rule);
  const attack = prose ? null : attackAt(text, from, HEAD_MIN - 1, rule);
  if (attack !== null) return attack;
  const span = spanOf(text, from, end, rule);
  const isProse = prose && (rule.class === 'secret' || rule.class === 'api-key');
  return span !== null && isProse && !looksRandom(span.value) ? null : span;
}

/** In a sentence a colon is no header. */
function holdsCookie(text: string, from: number): boolean {
  const beginning = text.slice(from, from + COOKIE_REACH).split(/[\r\n]/, 1)[0] ?? '';
  return beginning.includes('=') || looksSecret(beginning.split(/[ ,;]/, 1)[0] ?? '');
}

/** Of a value with a check the beginning is checked, so that one that fails is not read to its end for each name in it. */
function unquotedEnd(text: string, nameStart: number, from: number, rule: KeyRule): number {
  const isLine = LINE_START.test(text.slice(Math.max(0, nameStart - LINE_START_CHARACTERS), nameStart));
  const plain = isLine ? LINE_VALUE : PLAIN_VALUE;
  if (rule.check === undefined)
    return matchEnd(rule.class === 'password' && !isLine ? PARAMETER_VALUE : plain, text, from);
  const end = matchEnd(CHECKED_VALUE, text, from);
  const goesOn = rule.class === 'secret' && passes(rule.check, text.slice(from, end));
  return goesOn ? matchEnd(plain, text, from) : end;
}

/** Behind the lines of a block that are indented as its first one is. */
function blockEnd(text: string, from: number): number | null {
  BLOCK.lastIndex = from;
  const indent = BLOCK.exec(text)?.groups?.['indent'];
  if (indent === undefined) return null;
  let end = orEnd(text.indexOf('\n', BLOCK.lastIndex), text);
  while (end < text.length && text.startsWith(indent, end + 1))
    end = orEnd(text.indexOf('\n', end + 1), text);
  return end;
}

function authorizationSpan(text: string, from: number, rule: KeyRule): Span | null {
  const start = afterScheme(text, from);
  if (isTokenAt(text, start)) return null;
  const oneWord = /^(?:bearer|basic|token|apikey)/i.test(text.slice(from, start));
  return spanOf(text, start, matchEnd(oneWord ? SCHEME_VALUE : REST_OF_LINE, text, start), rule);
}

function spanOf(text: string, start: number, end: number, rule: KeyRule): Span | null {
  const value = text.slice(start, end);
  if (afterPlaceholder(text, start) >= end - trailing(value)) return null;
  if (rule.class === 'cookie' && isState(value.replace(/[;,]$/, ''))) return null;
  if (isHidden(value) || isTokenAt(text, start) || !passes(rule.check, value)) return null;
  return { start, end, rule: rule.rule, class: classOf(rule.class, value), value };
}

const trailing = (value: string): number => /[;,)\]}"']*$/.exec(value.slice(-4))?.[0].length ?? 0;

function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

const orEnd = (index: number, text: string): number => (index === -1 ? text.length : index);
