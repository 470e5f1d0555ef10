import { keyLineSpans } from './decode/key-lines.ts';
import { BOUND_VALUES, type Gate, KEY_TYPE } from './gate-table.ts';
import { type KeysRead, privateKeyMembers } from './jwk-members.ts';
import { keyedSpan } from './keyed-span.ts';
import type { PatternRule } from './pattern-rules.ts';
import { withoutPayload } from './payload.ts';
import type { RuleSet } from './rule-set.ts';
import { secretStatementWords } from './rules.ts';
import type { Span } from './span.ts';
import { sqlListSpans } from './sql-lists.ts';
import { tableAt } from './tables.ts';
import { union } from './union.ts';
import { classOf, isHidden, isTokenAt, passes } from './value.ts';

const KEY_BEGINS = '-----begin';
const CLOSING_QUOTE = /["'`\\]/;
const BOUND_VALUE = /(?<lead>\$\d{1,5} = ')(?<value>(?:[^']|'')*)'?(?:, )?/y;
/** Not the class in a token. */
const STATEMENT_WORD = new RegExp(`(?<!\\[)(?:${secretStatementWords.join('|')})`, 'i');
const STATEMENT_REACH = 2_000;
/**
 * How far before the end of a value the name of another one may stand: `a=secret&Cookie: b` is read as a value up to
 * the space. Not the whole value is looked through, so that long ones cost no more than their length.
 */
const NAME_REACH = 64;

/** Whether a statement names a secret, so that every value bound to it may be one. */
export const namesSecret = (statement: string): boolean => STATEMENT_WORD.test(statement);

/**
 * What is to be redacted in plain text, in order and without overlaps. `boundToSecret` tells whether the
 * statement that bound values belong to names a secret; without it the text before them is asked.
 */
export function textSpans(text: string, rules: RuleSet, boundToSecret?: () => boolean): Span[] {
  const spans: Span[] = [];
  const lists = listReader(text, rules);
  const walk = rules.walkGates(text);
  let done = 0;
  for (let end = walk.next(); end !== -1; end = walk.next()) {
    const gate = rules.gateAt(walk.literal());
    const start = end - gate.literal.length;
    const found =
      gate.literal === BOUND_VALUES
        ? boundValueSpans(
            text,
            end - 1,
            boundToSecret ??
              (() => namesSecret(before(text, start)) || namesSecret(statementBehind(text, end))),
          )
        : firstSpan(text, gate, { start, end, done }, rules);
    for (const span of found) {
      spans.push(span);
      if (!span.isKept) done = span.end;
    }
    lists.read(gate, end, found.length > 0);
    walk.skipTo(done - NAME_REACH);
  }
  return union(spans, lists.spans);
}

interface ListReader {
  readonly spans: Span[];
  read(gate: Gate, end: number, isFound: boolean): void;
}

/** Values that stand apart from their names: below a header, behind a list of columns, in a key. Each is read once. */
function listReader(text: string, rules: RuleSet): ListReader {
  const spans: Span[] = [];
  const keysRead: KeysRead = { readTo: 0, foundTo: 0 };
  let readTo = 0;
  let headersReadTo = 0;
  let isKeyRead = false;
  return {
    spans,
    read(gate, end, isFound) {
      if (end <= readTo) return;
      if (gate.literal === KEY_BEGINS) {
        if (!isKeyRead) for (const span of keyLineSpans(text)) spans.push(span);
        isKeyRead = true;
      } else if (gate.literal === KEY_TYPE) {
        for (const span of privateKeyMembers(text, end - KEY_TYPE.length - 1, keysRead)) spans.push(span);
      } else if (gate.sqlListLength > 0) {
        const list = sqlListSpans(text, end - gate.sqlListLength, rules);
        for (const span of list.spans) spans.push(span);
        readTo = Math.max(readTo, list.end);
      } else if (!isFound && gate.keys.length > 0 && end > headersReadTo) {
        const newline = text.indexOf('\n', end);
        const table = newline === -1 ? null : tableAt(text, end - gate.literal.length, rules);
        for (const span of table?.spans ?? []) spans.push(span);
        // A line that is no header is looked at once.
        headersReadTo = newline === -1 ? text.length : newline;
        readTo = Math.max(readTo, table?.end ?? 0);
      }
    },
  };
}

const before = (text: string, at: number): string => text.slice(Math.max(0, at - STATEMENT_REACH), at);

/** PostgreSQL tells the values of a statement that failed before the statement. */
const statementBehind = (text: string, at: number): string =>
  /\n[^\n]{0,80}STATEMENT:[^\n]{0,1000}/.exec(text.slice(at, at + STATEMENT_REACH))?.[0] ?? '';

interface Place {
  readonly start: number;
  readonly end: number;
  /** What is before was looked at. */
  readonly done: number;
}

function firstSpan(text: string, gate: Gate, { start, end, done }: Place, rules: RuleSet): Span[] {
  for (const { rule, gateLength } of gate.patterns) {
    const span = patternSpan(text, rule, end - gateLength);
    if (span !== null) return beyond(span, done).flatMap((found) => withoutPayload(found));
  }
  const span = gate.keys.length === 0 ? null : keyedSpan(text, start, end, rules);
  // What closes a quoted value does not open another one.
  const isBehindQuote =
    span !== null && start < done && span.start > done && CLOSING_QUOTE.test(text[done] ?? '');
  if (span === null || isBehindQuote) return [];
  return span.isKept ? [span] : beyond(span, done).flatMap((found) => withoutPayload(found));
}

/** The part of a span that is not covered yet. */
function beyond(span: Span, done: number): Span[] {
  if (span.start >= done) return [span];
  if (span.end <= done) return [];
  return [{ ...span, start: done, value: span.value.slice(done - span.start) }];
}

/** The value of a rule whose gate begins at an offset. */
export function patternSpan(text: string, rule: PatternRule, at: number): Span | null {
  rule.pattern.lastIndex = at;
  const match = rule.pattern.exec(text);
  if (match === null) return null;
  const { head = '', lead = '', value: tail = '' } = match.groups ?? {};
  const value = head + tail;
  const start = at + lead.length - head.length;
  if (isHidden(value) || isTokenAt(text, start) || !passes(rule.check, value)) return null;
  const whole = value + restOf(rule, text, start + value.length);
  return {
    start,
    end: start + whole.length,
    rule: rule.rule,
    class: classOf(rule.class, whole),
    value: whole,
  };
}

function restOf({ more }: PatternRule, text: string, at: number): string {
  if (more === undefined) return '';
  more.lastIndex = at;
  return more.exec(text)?.[0] ?? '';
}

function boundValueSpans(text: string, at: number, boundToSecret: () => boolean): Span[] {
  const spans: Span[] = [];
  if (!boundToSecret()) return spans;
  BOUND_VALUE.lastIndex = at;
  for (let match = BOUND_VALUE.exec(text); match !== null; match = BOUND_VALUE.exec(text)) {
    const { lead = '', value = '' } = match.groups ?? {};
    const start = match.index + lead.length;
    if (isHidden(value)) continue;
    spans.push({ start, end: start + value.length, rule: 'sql-bound-value', class: 'password', value });
  }
  return spans;
}
