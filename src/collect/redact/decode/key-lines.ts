import type { Span } from '../span.ts';

const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/y;
const KEY_CHARACTERS_MAX = 64 * 1024;
const LINE_CHARACTERS_MAX = 4_096;
/** The longest run of base64 in a line, and what may close the line. */
const DIGITS = /[\w+/]{16,}={0,2}/g;
const LAST_DIGITS = /(?<=[\s|"'>:+#*])[\w+/]{1,64}={0,2}(?=(?:\\[nr]|["',;+\s}\]a-z\\:-]){0,80}$)/;

/** Lines of private keys that each stand behind what a logger puts before a line (RFC 7468, between the two marks). */
export function keyLineSpans(text: string): Span[] {
  const spans: Span[] = [];
  let floor = 0;
  for (
    let at = text.indexOf('-----BEGIN ');
    at !== -1;
    at = text.indexOf('-----BEGIN ', Math.max(at + 1, floor))
  ) {
    BEGIN.lastIndex = at;
    if (BEGIN.test(text)) floor = linesOf(text, BEGIN.lastIndex, spans);
  }
  return spans;
}

/** Gives the offset behind the key. */
function linesOf(text: string, from: number, spans: Span[]): number {
  const newline = text.indexOf('\n', from);
  if (newline === -1 || text.slice(from, newline).includes('-----END ')) return from;
  let at = newline + 1;
  while (at < text.length && at - from < KEY_CHARACTERS_MAX) {
    const next = text.indexOf('\n', at);
    const end = next === -1 ? text.length : next;
    if (end - at > LINE_CHARACTERS_MAX) return at;
    const line = text.slice(at, end);
    if (line.includes('-----END ')) return end;
    const run = longest(line) ?? (isLastLine(text, end) ? LAST_DIGITS.exec(line) : null);
    if (run === null || run === undefined) {
      if (!/[\w-]{4,}: |^\s*$/.test(line)) return at;
    } else {
      const start = at + run.index;
      spans.push({
        start,
        end: start + run[0].length,
        rule: 'private-key',
        class: 'private-key',
        value: run[0],
      });
    }
    at = end + 1;
  }
  return at;
}

function longest(line: string): RegExpExecArray | undefined {
  return [...line.matchAll(DIGITS)].sort((a, b) => b[0].length - a[0].length)[0];
}

const isLastLine = (text: string, end: number): boolean => {
  const next = text.indexOf('\n', end + 1);
  return text.slice(end + 1, next === -1 ? text.length : next).includes('-----END ');
};
