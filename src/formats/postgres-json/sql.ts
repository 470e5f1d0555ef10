/** A word, a quoted name, a literal (its text is dropped), a placeholder or a sign. */
export interface Token {
  readonly kind: 'word' | 'name' | 'literal' | 'placeholder' | 'sign';
  /** Words in lower case, names without their quotes. */
  readonly text: string;
}

const TOKEN =
  /(?<space>\s+|--[^\n]*)|(?<dollar>\$(?<tag>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|(?<placeholder>\$\d+)|(?<literal>(?:[eE](?='))?'[^']*(?:''[^']*)*(?:'|$))|(?<name>"[^"]*(?:""[^"]*)*(?:"|$))|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<number>\d[\w.]*)|(?<sign>[\s\S])/y;

/** Tokens of SQL text, comments left out. Text that ends in mid-literal gives what there is. */
export function* tokensOf(sql: string): Generator<Token> {
  let at = 0;
  while (at < sql.length) {
    if (sql.startsWith('/*', at)) {
      at = endOfComment(sql, at);
      continue;
    }
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(sql)?.groups;
    if (groups === undefined) return;
    at = TOKEN.lastIndex;
    if (groups['space'] !== undefined) continue;
    if (groups['dollar'] !== undefined) {
      const close = sql.indexOf(groups['dollar'], at);
      at = close === -1 ? sql.length : close + groups['dollar'].length;
      yield { kind: 'literal', text: '' };
    } else if (groups['placeholder'] !== undefined)
      yield { kind: 'placeholder', text: groups['placeholder'] };
    else if (groups['literal'] !== undefined || groups['number'] !== undefined)
      yield { kind: 'literal', text: '' };
    else if (groups['name'] !== undefined) {
      yield { kind: 'name', text: groups['name'].slice(1, -1).replaceAll('""', '"') };
    } else if (groups['word'] !== undefined) yield { kind: 'word', text: groups['word'].toLowerCase() };
    else yield { kind: 'sign', text: groups['sign'] ?? '' };
  }
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
