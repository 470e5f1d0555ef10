import { afterPlaceholder } from './placeholder.ts';
import type { RuleSet } from './rule-set.ts';
import type { Span } from './span.ts';
import { isHidden, isTokenAt, passes } from './value.ts';

const HEADER_CHARACTERS_MAX = 4_096;
const DELIMITERS = [',', ';', '\t', '|'] as const;
const COLUMN_NAME = /^[\w\x80-\xff][\w .()/#\x80-\xff-]{0,63}$/;
const RULED_LINE = /^[\s|:+=-]+$/;

interface Cell {
  readonly start: number;
  readonly text: string;
}

/** Values in the columns of a table whose header tells a secret: CSV, tabs, Markdown, results of a query. */
export interface Table {
  readonly spans: Span[];
  readonly end: number;
}

/** The table whose header is the line around an offset; null where it is none. */
export function tableAt(text: string, at: number, rules: RuleSet): Table | null {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  if (newline === -1 || newline - start > HEADER_CHARACTERS_MAX) return null;
  const delimiter = delimiterOf(text.slice(start, newline));
  if (delimiter === null) return null;
  const header = cellsOf(text, start, newline, delimiter);
  // Before the first name may stand what a logger puts before each of its lines.
  const isBorder = (place: number): boolean => delimiter === '|' && place === header.length - 1;
  const isName = ({ text: name }: Cell, place: number): boolean =>
    place === 0 || COLUMN_NAME.test(name) || (name === '' && isBorder(place));
  if (header.length < 2 || !header.every(isName)) return null;
  const keyRules = header.map((cell) => rules.keyRuleOf(cell.text));
  if (keyRules.every((rule) => rule === null)) return null;
  const spans: Span[] = [];
  let rowStart = newline + 1;
  while (rowStart < text.length) {
    const next = text.indexOf('\n', rowStart);
    const rowEnd = next === -1 ? text.length : next;
    if (!isRuled(text, rowStart, rowEnd)) {
      const row = cellsOf(text, rowStart, rowEnd, delimiter);
      if (row.length !== header.length) break;
      for (const [place, cell] of row.entries()) {
        const rule = keyRules[place];
        const end = cell.start + cell.text.length;
        if (rule === null || rule === undefined || isHidden(cell.text) || isTokenAt(text, cell.start))
          continue;
        if (!passes(rule.check, cell.text) || afterPlaceholder(text, cell.start) >= end) continue;
        spans.push({ start: cell.start, end, rule: rule.rule, class: rule.class, value: cell.text });
      }
    }
    rowStart = rowEnd + 1;
  }
  return { spans, end: Math.min(rowStart, text.length) };
}

const isRuled = (text: string, start: number, end: number): boolean =>
  end - start < HEADER_CHARACTERS_MAX && RULED_LINE.test(text.slice(start, end));

/** The one that stands most often. */
function delimiterOf(line: string): string | null {
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? null : (DELIMITERS[counts.indexOf(most)] ?? null);
}

/** The fields of a line, without blanks and quotes around them (RFC 4180). */
function cellsOf(text: string, start: number, end: number, delimiter: string): readonly Cell[] {
  const cells: Cell[] = [];
  let at = start;
  while (at <= end) {
    const close = fieldEnd(text, at, end, delimiter);
    cells.push(trimmed(text, at, close));
    at = close + 1;
  }
  return cells;
}

function fieldEnd(text: string, from: number, end: number, delimiter: string): number {
  const open = text[from] === '"' ? from : -1;
  let at = open === -1 ? from : open + 1;
  if (open !== -1) {
    while (at < end && (text[at] !== '"' || text[at + 1] === '"')) at += text[at] === '"' ? 2 : 1;
  }
  const next = text.indexOf(delimiter, at);
  return next === -1 || next > end ? end : next;
}

function trimmed(text: string, from: number, to: number): Cell {
  let start = from;
  let end = to;
  while (start < end && /[ \t\r]/.test(text[start] as string)) start += 1;
  while (end > start && /[ \t\r]/.test(text[end - 1] as string)) end -= 1;
  if (end - start >= 2 && text[start] === '"' && text[end - 1] === '"') {
    start += 1;
    end -= 1;
  }
  return { start, text: text.slice(start, end) };
}
