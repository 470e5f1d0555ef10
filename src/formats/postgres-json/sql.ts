/** A word, a quoted name, a literal (its text is dropped), a placeholder or a sign. */
export interface Token {
  readonly kind: 'word' | 'name' | 'literal' | 'placeholder' | 'sign';
  /** Words in lower case, names without their quotes. */
  readonly text: string;
}

/** Expressions over single runs only: a repeated group would overflow the stack on a long literal. */
const SPACE = /\s+|--[^\n]*/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const PLACEHOLDER = /\$\d+/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/** Tokens of SQL text, comments left out. Text that ends in mid-literal gives what there is. */
export function* tokensOf(sql: string): Generator<Token> {
  let at = 0;
  while (at < sql.length) {
    const space = matchAt(SPACE, sql, at);
    if (space !== '') {
      at += space.length;
    } else if (sql.startsWith('/*', at)) {
      at = endOfComment(sql, at);
    } else {
      const [token, end] = tokenAt(sql, at);
      yield token;
      at = end;
    }
  }
}

const LITERAL: Token = { kind: 'literal', text: '' };

function tokenAt(sql: string, at: number): readonly [Token, number] {
  const first = sql.charAt(at);
  if (first === "'") return [LITERAL, endOfQuoted(sql, at, "'")];
  if ((first === 'e' || first === 'E') && sql[at + 1] === "'") return [LITERAL, endOfEscaped(sql, at + 1)];
  if (first === '"') {
    const end = endOfQuoted(sql, at, '"');
    return [{ kind: 'name', text: sql.slice(at + 1, end - 1).replaceAll('""', '"') }, end];
  }
  if (first === '$') {
    const placeholder = matchAt(PLACEHOLDER, sql, at);
    if (placeholder !== '') return [{ kind: 'placeholder', text: placeholder }, at + placeholder.length];
    const dollar = matchAt(DOLLAR_QUOTE, sql, at);
    if (dollar !== '') return [LITERAL, endAfter(sql, dollar, at + dollar.length)];
  }
  const word = matchAt(WORD, sql, at);
  if (word !== '') return [{ kind: 'word', text: word.toLowerCase() }, at + word.length];
  const number = matchAt(NUMBER, sql, at);
  if (number !== '') return [LITERAL, at + number.length];
  return [{ kind: 'sign', text: first }, at + 1];
}

function matchAt(expression: RegExp, sql: string, at: number): string {
  expression.lastIndex = at;
  return expression.exec(sql)?.[0] ?? '';
}

function endAfter(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from);
  return found === -1 ? sql.length : found + mark.length;
}

/** A quote inside is doubled. */
function endOfQuoted(sql: string, start: number, quote: string): number {
  let end = endAfter(sql, quote, start + 1);
  while (sql[end] === quote) end = endAfter(sql, quote, end + 1);
  return end;
}

/** In an escape string a backslash, too, hides a quote. */
function endOfEscaped(sql: string, start: number): number {
  for (let at = start + 1; at < sql.length; at += 1) {
    if (sql[at] === '\\') at += 1;
    else if (sql[at] === "'" && sql[at + 1] === "'") at += 1;
    else if (sql[at] === "'") return at + 1;
  }
  return sql.length;
}

/** Comments nest in PostgreSQL. */
function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match = mark.exec(sql); match !== null; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

/** The statements of a text, parted by semicolons. */
export function statementsOf(sql: string): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of tokensOf(sql)) {
    if (token.kind === 'sign' && token.text === ';') statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}
