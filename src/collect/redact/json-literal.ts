import { rawOffset } from './decode/mapped.ts';

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const ESCAPE = /\\(?:ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|u[\da-f]{4}|["\\/bfnrt])/iy;
const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The text of a JSON string as UTF-8, one character a byte. */
export interface Unescaped {
  readonly text: string;
  /** Where in the literal a byte of the text came from. */
  rawOffset(offset: number): number;
}

const verbatim = (raw: string): Unescaped => ({ text: raw, rawOffset: (offset) => offset });

/** Reads the inside of a JSON string literal. What is no valid escape stands as it is. */
export function unescapeJson(raw: string): Unescaped {
  let backslash = raw.indexOf('\\');
  if (backslash === -1) return verbatim(raw);
  let text = '';
  let copied = 0;
  /** Behind each escape, in pairs: offset in the text, offset in the literal. */
  const marks: number[] = [];
  while (backslash !== -1) {
    ESCAPE.lastIndex = backslash;
    const sequence = ESCAPE.exec(raw)?.[0];
    if (sequence === undefined) {
      backslash = raw.indexOf('\\', backslash + 1);
      continue;
    }
    text += raw.slice(copied, backslash) + bytesOf(sequence);
    copied = backslash + sequence.length;
    marks.push(text.length, copied);
    backslash = raw.indexOf('\\', copied);
  }
  return { text: text + raw.slice(copied), rawOffset: (offset) => rawOffset(marks, offset) };
}

function bytesOf(sequence: string): string {
  if (sequence[1] !== 'u') return CONTROLS[sequence[1] ?? ''] ?? sequence.slice(1);
  const units = sequence.slice(2).split(/\\u/i);
  const text = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
  return Buffer.from(text).toString('latin1');
}

/** Offset of the quote that ends a literal whose inside begins at `from`, or `limit` where there is none. */
export function closingQuote(text: string, from: number, limit: number): number {
  for (let at = text.indexOf('"', from); at !== -1 && at < limit; at = text.indexOf('"', at + 1)) {
    if (!isEscaped(text, at, from)) return at;
  }
  return limit;
}

/** Offset of the quote that begins the literal around `at`, or -1 where none stands from `floor` on. */
export function openingQuote(text: string, at: number, floor: number): number {
  for (let quote = at; quote >= floor; quote -= 1) {
    if (text.charCodeAt(quote) === QUOTE && !isEscaped(text, quote, floor)) return quote;
  }
  return -1;
}

function isEscaped(text: string, quote: number, floor: number): boolean {
  let backslashes = 0;
  for (let at = quote - 1; at >= floor && text.charCodeAt(at) === BACKSLASH; at -= 1) backslashes += 1;
  return backslashes % 2 === 1;
}

/** First offset that holds no white space of JSON. */
export function afterSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t' || text[at] === '\r') at += 1;
  return at;
}
