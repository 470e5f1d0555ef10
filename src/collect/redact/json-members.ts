import { afterSpace, closingQuote, openingQuote, unescapeJson } from './json-literal.ts';
import type { KeyRule } from './key-rules.ts';
import type { RuleSet } from './rule-set.ts';
import { jwkPrivateMembers } from './rules.ts';
import { outward, type Span } from './span.ts';
import { textSpans } from './text-spans.ts';
import { afterScheme, classOf, isHidden, passes } from './value.ts';

const NUMBER = /-?\d[\d.eE+-]*/y;
const NAME_BEFORE = /"(?:name|key|field|header)"[ \t\r\n]*:[ \t\r\n]*$/i;
const VALUE_AFTER = /[ \t\r\n]*,[ \t\r\n]*"(?:value|val)"[ \t\r\n]*:/iy;
const VALUE_BEFORE = /"(?:value|val)"[ \t\r\n]*:[ \t\r\n]*$/i;
const COMMA_BEFORE = /,[ \t\r\n]*$/;
/** An object that is not indented does not lie inside another one. */
const NEXT_RECORD = '\n{';
const LOOK_BEHIND = 48;
const NEIGHBOUR_REACH = 8_192;
const PRIVATE_MEMBER = new RegExp(
  `"(?:${jwkPrivateMembers.join('|')})"[ \\t\\r\\n]*:[ \\t\\r\\n]*"(?<value>[\\w-]{16,}={0,2})"`,
  'g',
);

/** What is to be redacted, and where reading goes on. */
export interface Found {
  readonly spans: readonly Span[];
  readonly end: number;
}

/** The value of a member whose name tells a secret: a string, a number, or all strings of a list or object. */
export function memberValue(text: string, from: number, rule: KeyRule, rules: RuleSet): Found {
  const at = afterSpace(text, from);
  const first = text[at];
  if (rule.rule === 'named-secret' && (first === '{' || first === '[')) return { spans: [], end: at };
  if (first === '"') return literalValue(text, at, rule, rules);
  if (first === '{' || first === '[') return nestedValues(text, at, rule, rules);
  return numberValue(text, at, rule);
}

function literalValue(text: string, open: number, rule: KeyRule, rules: RuleSet): Found {
  const close = closingQuoteInLine(text, open + 1);
  const { text: whole, rawOffset } = unescapeJson(text.slice(open + 1, close));
  const from = rule.class === 'authorization' ? afterScheme(whole, 0) : 0;
  const value = whole.slice(from);
  const end = close + 1;
  if (isHidden(value)) return { spans: [], end };
  if (!passes(rule.check, value)) {
    return { spans: textSpans(whole, rules).map((span) => outward(span, open + 1, rawOffset)), end };
  }
  const start = open + 1 + rawOffset(from);
  const span = { start, end: close, rule: rule.rule, class: classOf(rule.class, value), value };
  return { spans: [span], end };
}

function numberValue(text: string, at: number, rule: KeyRule): Found {
  NUMBER.lastIndex = at;
  const value = NUMBER.exec(text)?.[0] ?? '';
  if (value === '' || !passes(rule.check, value)) return { spans: [], end: at };
  const end = at + value.length;
  return { spans: [{ start: at, end, rule: rule.rule, class: rule.class, value, quotedAtDepth: 0 }], end };
}

function nestedValues(text: string, from: number, rule: KeyRule, rules: RuleSet): Found {
  const spans: Span[] = [];
  let depth = 0;
  let at = from;
  do {
    const character = text[at];
    if (character === '"') {
      const found = literalValue(text, at, rule, rules);
      if (text[afterSpace(text, found.end)] !== ':') for (const span of found.spans) spans.push(span);
      at = found.end;
      continue;
    }
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    const number = numberValue(text, at, rule);
    spans.push(...number.spans);
    at = Math.max(at + 1, number.end);
  } while (depth > 0 && at < text.length && !text.startsWith(NEXT_RECORD, at));
  return { spans, end: at };
}

/** `{"name":"authorization","value":"…"}`: the value of a literal that is a name, in either order. */
export function pairedValue(
  text: string,
  open: number,
  close: number,
  rule: KeyRule,
  rules: RuleSet,
): Found | null {
  const name = NAME_BEFORE.exec(text.slice(Math.max(0, open - LOOK_BEHIND), open));
  if (name === null) return null;
  VALUE_AFTER.lastIndex = close + 1;
  if (VALUE_AFTER.test(text)) return memberValue(text, VALUE_AFTER.lastIndex, rule, rules);
  const valueOpen = valueBefore(text, open - name[0].length);
  return valueOpen === -1
    ? null
    : { spans: literalValue(text, valueOpen, rule, rules).spans, end: close + 1 };
}

/** Offset of the literal of a member `value` that ends right before another member, or -1. */
function valueBefore(text: string, nameOpen: number): number {
  const comma = COMMA_BEFORE.exec(text.slice(Math.max(0, nameOpen - LOOK_BEHIND), nameOpen));
  if (comma === null) return -1;
  const close = nameOpen - comma[0].length - 1;
  if (text[close] !== '"') return -1;
  const open = openingQuote(text, close - 1, Math.max(0, close - NEIGHBOUR_REACH));
  const isValue = VALUE_BEFORE.test(text.slice(Math.max(0, open - LOOK_BEHIND), Math.max(0, open)));
  return isValue ? open : -1;
}

/** How far private members were looked for in a text; what says that there is a key can stand there many times. */
export interface KeysRead {
  /** Around an earlier place everything up to here was read. */
  readTo: number;
  /** End of the last value that was found. */
  foundTo: number;
}

/** Longer than the members of any key: one that reaches over the end of what was read is read again. */
const MEMBER_REACH = 4_096;

/** Private members of the JSON Web Key around an offset, which holds no objects; each is found once. */
export function privateKeyMembers(text: string, at: number, read: KeysRead): Span[] {
  if (at < read.readTo - MEMBER_REACH) return [];
  const earliest = Math.max(0, at - NEIGHBOUR_REACH, read.readTo - MEMBER_REACH);
  const brace = text.slice(earliest, at).lastIndexOf('{');
  if (brace === -1 && earliest !== read.readTo - MEMBER_REACH) return [];
  const start = earliest + Math.max(0, brace);
  const reach = text.slice(at, at + NEIGHBOUR_REACH);
  const close = reach.search(/[{}]/);
  const end = at + (close === -1 ? reach.length : close);
  const spans: Span[] = [];
  for (const match of text.slice(start, end).matchAll(PRIVATE_MEMBER)) {
    const value = match.groups?.['value'] ?? '';
    const valueStart = start + match.index + match[0].length - 1 - value.length;
    if (valueStart < read.foundTo) continue;
    read.foundTo = valueStart + value.length;
    spans.push({ start: valueStart, end: read.foundTo, rule: 'jwk-private', class: 'private-key', value });
  }
  read.readTo = end;
  return spans;
}

/** The line's end is looked for in the literal alone: a line can be long and have many literals. */
function closingQuoteInLine(text: string, from: number): number {
  const close = closingQuote(text, from, text.length);
  const newline = text.slice(from, close).indexOf('\n');
  return newline === -1 ? close : from + newline;
}
