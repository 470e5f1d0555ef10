import type { Mapped } from './mapped.ts';

export interface WidePart extends Mapped {
  readonly start: number;
  readonly end: number;
  readonly order: 'little' | 'big';
}

/** Letters of other scripts may stand before and between the Latin ones. */
const LITTLE =
  /(?:[\s\S][\x03-\x06\x30\x4e-\x9f\xac-\xd7]){0,24}(?:[\t\n\r\x20-\x7e\xa0-\xff]\0(?:[\s\S][\x03-\x06\x30\x4e-\x9f\xac-\xd7]){0,24}){6,}/g;
const BIG =
  /(?:[\x03-\x06\x30\x4e-\x9f\xac-\xd7][\s\S]){0,24}(?:\0[\t\n\r\x20-\x7e\xa0-\xff](?:[\x03-\x06\x30\x4e-\x9f\xac-\xd7][\s\S]){0,24}){6,}/g;

/** The parts of a string of bytes that are UTF-16: all behind a mark of its order (RFC 2781), else runs of Latin letters. */
export function wideParts(text: string): WidePart[] {
  if (text.startsWith('\xff\xfe')) return [wide(text, 2, text.length, 'little')];
  if (text.startsWith('\xfe\xff')) return [wide(text, 2, text.length, 'big')];
  if (!text.includes('\0')) return [];
  const little = [...text.matchAll(LITTLE)];
  const [order, matches] =
    little.length > 0 ? (['little', little] as const) : (['big', [...text.matchAll(BIG)]] as const);
  return matches.map((match) => wide(text, match.index, match.index + match[0].length, order));
}

function wide(text: string, start: number, end: number, order: 'little' | 'big'): WidePart {
  const bytes = Buffer.from(text.slice(start, end - ((end - start) % 2)), 'latin1');
  const units = (order === 'little' ? bytes : bytes.swap16()).toString('utf16le');
  const said = Buffer.from(units);
  const offsets = new Uint32Array(said.length + 1);
  let byte = 0;
  let unit = 0;
  for (const character of units) {
    const size = Buffer.byteLength(character);
    offsets.fill(2 * unit, byte, byte + size);
    byte += size;
    unit += character.length;
  }
  offsets[said.length] = 2 * unit;
  return {
    start,
    end,
    order,
    text: said.toString('latin1'),
    rawOffset: (offset) => offsets[offset] ?? 2 * unit,
  };
}
