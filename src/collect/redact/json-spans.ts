import { type Gate, KEY_TYPE } from './gate-table.ts';
import { afterSpace, closingQuote, openingQuote, unescapeJson } from './json-literal.ts';
import { type Found, memberValue, pairedValue } from './json-members.ts';
import { type KeysRead, privateKeyMembers } from './jwk-members.ts';
import type { RuleSet } from './rule-set.ts';
import { outward, type Span } from './span.ts';
import { tableAt } from './tables.ts';
import { namesSecret, textSpans } from './text-spans.ts';
import { union } from './union.ts';

/** JSON in a string in JSON …: deeper than this it is read as plain text. */
const DEPTH_MAX = 6;
/** How far around a line of a record over many lines the rest of it is looked for. */
const RECORD_REACH = 2_000;
const JSON_START = /[ \t\r\n]*(?:\{[ \t\r\n]*["}]|\[[ \t\r\n]*[[{"\]]|\[[ \t\r]*\n|\{[ \t\r]*\n|["}\],])/y;

/** Whether a text, or a line from an offset on, is JSON or a line of it rather than prose. */
export function looksLikeJson(text: string, from = 0): boolean {
  JSON_START.lastIndex = from;
  return JSON_START.test(text);
}

const KEY_LINES = /(?:\n[\w+/= \t\r\\:,.-]*(?=\n|$))+/y;

interface Record {
  readonly start: number;
  readonly end: number;
  readonly isJson: boolean;
  /** Whether any text of the record names a secret; asked once. */
  readonly namesSecret: () => boolean;
  /** Shared by the records of a text: a key can stand in many lines. */
  readonly keysRead: KeysRead;
}

/**
 * What is to be redacted in JSON or JSON lines, in order and without overlaps. Only strings with a gate in
 * them are looked at, each by itself, without its escapes; a line that is no JSON is read as plain text.
 */
export function jsonSpans(text: string, rules: RuleSet, depth = 0, outer?: () => boolean): Span[] {
  const spans: Span[] = [];
  const walk = rules.walkGates(text);
  const keysRead: KeysRead = { readTo: 0, foundTo: 0 };
  let done = 0;
  let record = recordAt(text, 0, keysRead, outer);
  for (let end = walk.next(); end !== -1; end = walk.next()) {
    while (end > record.end) record = recordAt(text, record.end + 1, keysRead, outer);
    const gate = rules.gateAt(walk.literal());
    const place = { at: end - gate.literal.length, floor: Math.max(done, record.start), depth };
    const found = spansAt(text, gate, place, record, rules);
    // One by one: a page can have more of them than a call has room for arguments.
    for (const span of found.spans) spans.push(span);
    done = Math.max(done, found.end);
    walk.skipTo(done);
  }
  return withTable(text, inOrder(spans), rules);
}

/** A table whose fields are in quotes begins as JSON does. */
function withTable(text: string, spans: Span[], rules: RuleSet): Span[] {
  const table = text[0] === '"' ? tableAt(text, 0, rules) : null;
  return table === null ? spans : union(spans, table.spans);
}

function recordAt(
  text: string,
  start: number,
  keysRead: KeysRead,
  outer: (() => boolean) | undefined,
): Record {
  const newline = text.indexOf('\n', start);
  const end = newline === -1 ? text.length : newline;
  let known: boolean | undefined;
  return {
    start,
    end,
    isJson: looksLikeJson(text, start),
    keysRead,
    namesSecret:
      outer ??
      (() => {
        known ??= namesSecret(text.slice(...around(text, start, end)));
        return known;
      }),
  };
}

/** A line that is a whole object is the record; one of many lines has its neighbours. */
function around(text: string, start: number, end: number): readonly [number, number] {
  const isWhole = text[start] === '{' && text[end - 1] === '}';
  return isWhole ? [start, end] : [Math.max(0, start - RECORD_REACH), end + RECORD_REACH];
}

interface Place {
  readonly at: number;
  /** What is before was looked at. */
  readonly floor: number;
  readonly depth: number;
}

function spansAt(
  text: string,
  gate: Gate,
  { at, floor, depth }: Place,
  record: Record,
  rules: RuleSet,
): Found {
  const open = record.isJson ? openingQuote(text, at - 1, floor) : -1;
  if (open === -1) return plainSpans(text, floor, record, rules);
  const close = closingQuote(text, open + 1, record.end);
  const { text: literal, rawOffset } = unescapeJson(text.slice(open + 1, close));
  const next = afterSpace(text, close + 1);
  // Whichever gate stopped the walk: a name can hold several, and the first need not be the one of its rule.
  const rule = rules.keyRuleOf(literal);
  if (rule !== null) {
    const found =
      text[next] === ':' || text[next] === '='
        ? memberValue(text, next + (text[next + 1] === '>' ? 2 : 1), rule, rules)
        : pairedValue(text, open, close, rule, rules);
    if (found !== null) return withName(found, textSpans(literal, rules), open + 1, rawOffset);
  }
  if (gate.literal === KEY_TYPE && literal === KEY_TYPE) {
    return { spans: privateKeyMembers(text, open, record.keysRead), end: close + 1 };
  }
  const inside =
    depth < DEPTH_MAX && looksLikeJson(literal) && literal.length > 1
      ? jsonSpans(literal, rules, depth + 1, record.namesSecret)
      : textSpans(literal, rules, record.namesSecret);
  const start = open + 1;
  return { spans: inside.map((span) => outward(span, start, rawOffset)), end: close + 1 };
}

/** A name can itself hold what is to be hidden. */
const withName = (
  found: Found,
  inside: readonly Span[],
  start: number,
  rawOffset: (offset: number) => number,
): Found =>
  inside.length === 0
    ? found
    : { spans: [...inside.map((span) => outward(span, start, rawOffset)), ...found.spans], end: found.end };

function plainSpans(text: string, floor: number, record: Record, rules: RuleSet): Found {
  const end = endOfKey(text, floor, record.end);
  const spans = textSpans(text.slice(floor, end), rules, record.namesSecret);
  return { spans: spans.map((span) => outward(span, floor, (offset) => offset)), end };
}

/** Where a private key that begins in a line ends: behind the lines that can belong to it. */
function endOfKey(text: string, start: number, end: number): number {
  if (!text.slice(start, end).includes('-----BEGIN')) return end;
  KEY_LINES.lastIndex = end;
  return KEY_LINES.test(text) ? KEY_LINES.lastIndex : end;
}

/** Members of a key can stand before the member that gave it away. */
function inOrder(all: Span[]): Span[] {
  const kept = all.filter((span) => span.isKept);
  const spans = kept.length === 0 ? all : all.filter((span) => !span.isKept);
  return kept.length === 0 ? ordered(spans) : ordered(spans).concat(kept);
}

function ordered(spans: Span[]): Span[] {
  const isOrdered = spans.every((span, index) => index === 0 || (spans[index - 1] as Span).end <= span.start);
  if (isOrdered) return spans;
  let end = 0;
  return spans
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((span) => {
      const stands = span.start >= end;
      if (stands) end = span.end;
      return stands;
    });
}
