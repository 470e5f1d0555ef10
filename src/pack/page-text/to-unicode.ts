/** What the codes of a font stand for, as its `/ToUnicode` says. */
export type CodeText = (code: number) => string | undefined;

const RANGE_MAX = 65_536;

/** Reads a CMap's `bfchar` and `bfrange` (PDF 32000-1, 9.10.3). */
export function readToUnicode(cmap: string): CodeText {
  const texts = new Map<number, string>();
  for (const [, body = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', text = ''] of body.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      texts.set(Number.parseInt(code, 16), utf16(text));
    }
  }
  for (const [, body = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    const ranges = /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])/g;
    for (const [, from = '', to = '', first, list] of body.matchAll(ranges)) {
      const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
      const listed = list?.match(/[0-9A-Fa-f]+/g) ?? [];
      for (let code = start; code <= end && code - start < RANGE_MAX; code++) {
        const text = first === undefined ? listed[code - start] : advanced(first, code - start);
        if (text !== undefined) texts.set(code, utf16(text));
      }
    }
  }
  return (code) => texts.get(code);
}

const advanced = (hexadecimal: string, by: number): string =>
  hexadecimal.slice(0, -4) +
  (Number.parseInt(hexadecimal.slice(-4), 16) + by)
    .toString(16)
    .padStart(Math.min(4, hexadecimal.length), '0');

function utf16(hexadecimal: string): string {
  const bytes = Buffer.from(hexadecimal.padStart(Math.ceil(hexadecimal.length / 4) * 4, '0'), 'hex');
  return bytes.swap16().toString('utf16le');
}
