/** What a content stream consists of. Dictionaries are passed over: they draw nothing. */
export type Token =
  | { readonly kind: 'text'; readonly bytes: Buffer }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'word'; readonly word: string };

const PATTERN =
  /%[^\r\n]*|\((?:[^\\()]|\\[\s\S]|\((?:[^\\()]|\\[\s\S]|\((?:[^\\()]|\\[\s\S])*\))*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|\/[^\s()<>[\]{}/%]*|[[\]{}]|[^\s()<>[\]{}/%]+/g;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Reads content written in Latin-1, a character a byte. */
export function* tokensOf(content: string): Generator<Token> {
  for (const [token] of content.matchAll(PATTERN)) {
    if (token.startsWith('(')) yield { kind: 'text', bytes: literal(token.slice(1, -1)) };
    else if (token.startsWith('<') && token !== '<<') yield { kind: 'text', bytes: hexadecimal(token) };
    else if (token.startsWith('/')) yield { kind: 'name', name: token.slice(1) };
    else if (!token.startsWith('%')) yield { kind: 'word', word: token };
  }
}

const literal = (text: string): Buffer =>
  Buffer.from(
    text.replace(/\\(?:([0-7]{1,3})|\r?\n|([\s\S]))/g, (_, octal?: string, one?: string) =>
      octal === undefined
        ? one === undefined
          ? ''
          : (ESCAPES[one] ?? one)
        : String.fromCharCode(Number.parseInt(octal, 8) & 255),
    ),
    'latin1',
  );

function hexadecimal(token: string): Buffer {
  const digits = token.replace(/[^0-9A-Fa-f]/g, '');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}
