import { afterSpace, closingQuote, openingQuote, unescapeJson } from './json-literal.ts';
import type { KeyRule } from './key-rules.ts';
import { withoutPayload } from './payload.ts';
import type { RuleSet } from './rule-set.ts';
import { outward, type Span } from './span.ts';
import { textSpans } from './text-spans.ts';
import { union } from './union.ts';
import { afterScheme, classOf, isHidden, passes } from './value.ts';

const NUMBER = /-?\d[\d.eE+-]*/y;
const NAME_WORD = String.raw`(?:\w{0,20}(?:name|key|field|header|param|parameter|option|variable|property|attribute)|id|k)`;
const VALUE_WORD = String.raw`(?:\w{0,20}values?|val|v|text|content|data|default)`;
const NAME_BEFORE = new RegExp(`"${NAME_WORD}"[ \\t\\r\\n]{0,64}:[ \\t\\r\\n]{0,64}$`, 'i');
/** Up to four members that are no objects may stand between. */
const VALUE_AFTER = new RegExp(
  String.raw`(?:[ \t\r\n]{0,64},[ \t\r\n]{0,64}"(?!${VALUE_WORD}")[^"\\]{1,40}"[ \t\r\n]{0,64}:[ \t\r\n]{0,64}(?:"[^"\\]{0,80}"|[\w.+-]{1,40})){0,4}[ \t\r\n]{0,64},[ \t\r\n]{0,64}"${VALUE_WORD}"[ \t\r\n]{0,64}:`,
  'iy',
);
const VALUE_BEFORE = new RegExp(`"${VALUE_WORD}"[ \\t\\r\\n]{0,64}:[ \\t\\r\\n]{0,64}$`, 'i');
/** `["--password", "…"]` and lists of headers as they came, name and value in turn. */
const NEXT_IN_LIST = /[ \t\r\n]{0,64},[ \t\r\n]{0,64}(?=")/y;
const LISTED_NAME = /^-{0,2}[\w.\x80-\xff-]{1,80}$/;
const LIST_BEFORE = /[[,][ \t\r\n]{0,40}$/;
const COMMA_BEFORE = /,[ \t\r\n]*$/;
/** An object that is not indented does not lie inside another one. */
const NEXT_RECORD = '\n{';
const LOOK_BEHIND = 96;
const NEIGHBOUR_REACH = 8_192;
/** What is to be redacted, and where reading goes on. */
export interface Found {
  readonly spans: readonly Span[];
  readonly end: number;
}

/** The value of a member whose name tells a secret: a string, a number, or all strings of a list or object. */
export function memberValue(text: string, from: number, rule: KeyRule, rules: RuleSet): Found {
  const at = afterSpace(text, from);
  const first = text[at];
  if (first === '{' && isSchema(text, at)) return { spans: [], end: at };
  if (rule.rule === 'named-secret' && first === '{' && !isTypedValue(text, at)) return { spans: [], end: at };
  if (rule.rule === 'named-secret' && first === '[') return nestedValues(text, at, inList(rule), rules);
  if (first === '"') {
    const found = literalValue(text, at, rule, rules);
    // What is no secret itself may be the name of one: `{"key": "password", "value": …}`.
    return found.spans.length === 0 ? { spans: [], end: at } : found;
  }
  if (first === '{' || first === '[') return nestedValues(text, at, rule, rules);
  return numberValue(text, at, rule);
}

const SCHEMA =
  /\{[ \t\r\n]{0,64}"(?:type"[ \t]*:[ \t]*"(?:string|integer|number|boolean|object|array)|\$ref|minLength|maxLength|required)"/y;

/** What a value has to be, not a value. */
function isSchema(text: string, at: number): boolean {
  SCHEMA.lastIndex = at;
  return SCHEMA.test(text);
}

const TYPED_VALUE = /\{[ \t\r\n]{0,64}"(?:string|int|array|bytes)?_?values?"[ \t\r\n]{0,64}:/iy;

/** `{"stringValue": "…"}`, as telemetry and databases write a value with its type. */
function isTypedValue(text: string, at: number): boolean {
  TYPED_VALUE.lastIndex = at;
  return TYPED_VALUE.test(text);
}

/** What only its words tell can be a list of names. */
const inList = (rule: KeyRule): KeyRule => ({
  ...rule,
  check: rule.check === 'strong-name' ? 'typed' : 'typed-name',
});

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
  const parts = withoutPayload(span, (offset) => rawOffset(from + offset) - rawOffset(from));
  if (!parts.some((part) => part.isKept)) return { spans: parts, end };
  const inside = textSpans(whole, rules).filter((found) => !found.isKept);
  return {
    spans: union(
      parts,
      inside.map((found) => outward(found, open + 1, rawOffset)),
    ),
    end,
  };
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
  const before = text.slice(Math.max(0, open - LOOK_BEHIND), open);
  const name = NAME_BEFORE.exec(before);
  if (name === null) return LIST_BEFORE.test(before) ? nextInList(text, open, close, rule, rules) : null;
  VALUE_AFTER.lastIndex = close + 1;
  if (VALUE_AFTER.test(text)) return memberValue(text, VALUE_AFTER.lastIndex, rule, rules);
  const valueOpen = valueBefore(text, open - name[0].length);
  return valueOpen === -1
    ? null
    : { spans: literalValue(text, valueOpen, rule, rules).spans, end: close + 1 };
}

function nextInList(text: string, open: number, close: number, rule: KeyRule, rules: RuleSet): Found | null {
  NEXT_IN_LIST.lastIndex = close + 1;
  if (!NEXT_IN_LIST.test(text) || !LISTED_NAME.test(text.slice(open + 1, close))) return null;
  const isFlag = text[open + 1] === '-';
  const found = literalValue(text, NEXT_IN_LIST.lastIndex, isFlag ? rule : inList(rule), rules);
  return found.spans.length === 0 ? null : found;
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

/** The line's end is looked for in the literal alone: a line can be long and have many literals. */
function closingQuoteInLine(text: string, from: number): number {
  const close = closingQuote(text, from, text.length);
  const newline = text.slice(from, close).indexOf('\n');
  return newline === -1 ? close : from + newline;
}
