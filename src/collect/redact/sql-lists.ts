import { afterPlaceholder } from './placeholder.ts';
import type { RuleSet } from './rule-set.ts';
import type { Span } from './span.ts';
import { isHidden, isTokenAt, passes } from './value.ts';

const COLUMNS_CHARACTERS_MAX = 4_096;
const INSERT =
  /into[ \t\r\n]{1,8}[\w.$"`[\]\x80-\xff]{1,160}[ \t\r\n]{0,16}\((?<columns>[^()]{1,4096})\)[ \t\r\n]{0,64}(?:overriding[ \t]{1,4}\w{4,6}[ \t]{1,4}value[ \t\r\n]{1,8})?(?:values?|select(?=[ \t\r\n]))[ \t\r\n]{0,16}/iy;
const COPY =
  /copy[ \t\r\n]{1,8}[\w.$"`\x80-\xff]{1,160}[ \t\r\n]{0,16}\((?<columns>[^()]{1,4096})\)[ \t\r\n]{1,16}from[ \t\r\n]{1,8}stdin[^\n]{0,200}\n/iy;
const KEY_DETAIL = /key[ \t]\((?<columns>[^()]{1,4096})\)=\((?<values>[^()\n]{1,4096})\)/iy;
const SELECT_AT_END = /select\s{1,16}$/i;
/** Values that are selected as constants stand at the beginning. */
const SELECTED_MAX = 1_024;
const BETWEEN_TUPLES = /[ \t\r\n]{0,64},[ \t\r\n]{0,64}(?=\()/y;

export const SQL_LIST_GATES: readonly string[] = ['into ', 'into\n', 'copy ', 'key ('];

/** Values in the places of columns whose names tell a secret, and where reading ended. */
export function sqlListSpans(text: string, at: number, rules: RuleSet): { spans: Span[]; end: number } {
  if (!text.slice(at, at + COLUMNS_CHARACTERS_MAX).includes(')')) return { spans: [], end: at };
  const spans: Span[] = [];
  const inserted = columnsAt(INSERT, text, at);
  if (
    inserted !== null &&
    text.slice(INSERT.lastIndex - 24, INSERT.lastIndex).match(SELECT_AT_END) !== null
  ) {
    tuple(text.slice(0, INSERT.lastIndex + SELECTED_MAX), INSERT.lastIndex, inserted, rules, spans);
    return { spans, end: INSERT.lastIndex };
  }
  if (inserted !== null) return { spans, end: tuples(text, INSERT.lastIndex, inserted, rules, spans) };
  const copied = columnsAt(COPY, text, at);
  if (copied !== null) return { spans, end: rows(text, COPY.lastIndex, copied, rules, spans) };
  KEY_DETAIL.lastIndex = at;
  const { columns, values } = KEY_DETAIL.exec(text)?.groups ?? {};
  if (columns === undefined || values === undefined) return { spans, end: at };
  const start = KEY_DETAIL.lastIndex - 1 - values.length;
  cells(text, start, values, ', ', namesOf(columns), rules, spans);
  return { spans, end: KEY_DETAIL.lastIndex };
}

const namesOf = (columns: string): readonly string[] =>
  columns.split(',').map((name) => name.trim().replace(/^["`[]|["`\]]$/g, ''));

function columnsAt(pattern: RegExp, text: string, at: number): readonly string[] | null {
  pattern.lastIndex = at;
  const columns = pattern.exec(text)?.groups?.['columns'];
  return columns === undefined ? null : namesOf(columns);
}

function tuples(text: string, from: number, names: readonly string[], rules: RuleSet, spans: Span[]): number {
  let at = from;
  while (text[at] === '(') {
    at = tuple(text, at + 1, names, rules, spans);
    BETWEEN_TUPLES.lastIndex = at;
    if (!BETWEEN_TUPLES.test(text)) break;
    at = BETWEEN_TUPLES.lastIndex;
  }
  return at;
}

/** Reads values up to the parenthesis that closes them; gives the offset behind it. */
function tuple(text: string, from: number, names: readonly string[], rules: RuleSet, spans: Span[]): number {
  let place = 0;
  let depth = 0;
  let at = from;
  let start = from;
  for (; at < text.length; at += 1) {
    const character = text[at];
    if (character === "'" || character === '"') at = stringEnd(text, at);
    else if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (character === ')' || (character === ',' && depth === 0)) {
      expression(text, start, at, names[place], rules, spans);
      if (character === ')') return at + 1;
      place += 1;
      start = at + 1;
    }
  }
  expression(text, start, at, names[place], rules, spans);
  return at;
}

/** Offset of what closes a string; of the last character where nothing does. */
function stringEnd(text: string, open: number): number {
  const quote = text[open] as string;
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at;
      at += 1;
    }
  }
  return text.length;
}

const FIRST_STRING =
  /^(?<lead>[^'$"]{0,80}?)(?:'(?<single>(?:[^'\\]|''|\\[\s\S])*)|\$(?<tag>\w{0,16})\$(?<dollar>[\s\S]*?)\$\k<tag>\$|"(?<double>[^"]*))/;

/** The value of one column: its first string, or a number. */
function expression(
  text: string,
  start: number,
  end: number,
  name: string | undefined,
  rules: RuleSet,
  spans: Span[],
): void {
  if (name === undefined || rules.keyRuleOf(name) === null) return;
  const raw = text.slice(start, end);
  const { single, dollar, double } = FIRST_STRING.exec(raw)?.groups ?? {};
  const value = single ?? dollar ?? double ?? /^\s*(\d{4,})\s*$/.exec(raw)?.[1];
  if (value === undefined) return;
  cell(start + raw.indexOf(value), text, value, name, rules, spans);
}

function rows(text: string, from: number, names: readonly string[], rules: RuleSet, spans: Span[]): number {
  let at = from;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(at, end);
    if (line.startsWith('\\.') || !line.includes('\t')) return at;
    cells(text, at, line, '\t', names, rules, spans);
    at = end + 1;
  }
  return text.length;
}

function cells(
  text: string,
  start: number,
  line: string,
  separator: string,
  names: readonly string[],
  rules: RuleSet,
  spans: Span[],
): void {
  let at = start;
  for (const [place, value] of line.split(separator).entries()) {
    const name = names[place];
    if (name !== undefined) cell(at, text, value, name, rules, spans);
    at += value.length + separator.length;
  }
}

function cell(start: number, text: string, value: string, name: string, rules: RuleSet, spans: Span[]): void {
  const rule = rules.keyRuleOf(name);
  if (rule === null || value === '\\N' || isHidden(value) || isTokenAt(text, start)) return;
  const end = start + value.length;
  if (!passes(rule.check, value) || afterPlaceholder(text, start) >= end) return;
  spans.push({ start, end, rule: rule.rule, class: rule.class, value });
}
