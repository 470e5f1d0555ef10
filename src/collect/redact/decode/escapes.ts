import { type Mapped, mappedBy } from './mapped.ts';

/** A part of a text that is written with escapes, and what it says. */
export interface EscapedPart {
  readonly start: number;
  readonly end: number;
  readonly says: readonly Mapped[];
}

interface Writing {
  /** What each escape begins with. */
  readonly marker: string;
  readonly sequence: RegExp;
  /** What no part reaches over. */
  readonly border: RegExp;
  /** How far from an escape a part reaches. */
  readonly reach: number;
  read(raw: string): readonly Mapped[];
  /** JSON is read without these anyway. */
  readonly isOfText?: true;
}

const utf8 = (codePoint: number): string =>
  codePoint > 0x10ffff ? '' : Buffer.from(String.fromCodePoint(codePoint)).toString('latin1');

const percentByte = (sequence: string): string =>
  sequence === '+' ? ' ' : String.fromCharCode(Number.parseInt(sequence.slice(1), 16));

const NAMED: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&colon;': ':',
  '&equals;': '=',
};
const entity = (sequence: string): string =>
  NAMED[sequence.toLowerCase()] ??
  (/x/i.test(sequence[2] ?? '')
    ? utf8(Number.parseInt(sequence.slice(3), 16))
    : utf8(Number.parseInt(sequence.slice(2), 10)));

const hexadecimal = (sequence: string): string =>
  String.fromCharCode(Number.parseInt(sequence.slice(-2), 16));

const writings: readonly Writing[] = [
  {
    marker: '%',
    sequence: /%[\da-f]{2}/iy,
    border: /[\s"<>&\\`^|]/,
    reach: 512,
    /** In a form a plus is a blank (URL Standard), elsewhere it is a plus. */
    read(raw) {
      const byEscape = mappedBy(raw, /%[\da-f]{2}/gi, percentByte);
      return raw.includes('+') ? [byEscape, mappedBy(raw, /%[\da-f]{2}|\+/gi, percentByte)] : [byEscape];
    },
  },
  {
    marker: '+',
    sequence: /(?<=[\w'"=,:;)])\+(?=[\w'"(-])/y,
    border: /[\s"<>&\\`^|%]/,
    reach: 128,
    read: (raw) => (/\+.*\+/.test(raw) ? [mappedBy(raw, /\+/g, () => ' ')] : []),
  },
  {
    marker: '&',
    sequence: /&(?:#x[\da-f]{1,6}|#\d{1,7}|quot|apos|amp|lt|gt|nbsp|colon|equals);/iy,
    border: /[<>"]/,
    reach: 2_048,
    read: (raw) => [
      mappedBy(raw, /&(?:#x[\da-f]{1,6}|#\d{1,7}|quot|apos|amp|lt|gt|nbsp|colon|equals);/gi, entity),
    ],
  },
  {
    marker: '\\x',
    sequence: /\\x[\da-f]{2}/iy,
    border: /["\n]/,
    reach: 2_048,
    read: (raw) => [mappedBy(raw, /\\{1,8}x[\da-f]{2}/gi, hexadecimal)],
  },
  {
    marker: '\\u00',
    sequence: /\\u00[\da-f]{2}/iy,
    border: /["\n]/,
    reach: 2_048,
    read: (raw) => [mappedBy(raw, /\\{1,8}u00[\da-f]{2}/gi, hexadecimal)],
  },
  {
    // A field of CSV that has quotes in it (RFC 4180, section 2).
    marker: '""',
    sequence: /(?<=[\w{[:=( ,])""(?=[\w/+$!@#-])/y,
    border: /\n/,
    reach: 2_048,
    read: (raw) => [mappedBy(raw, /""/g, () => '"')],
  },
  {
    // A text in quotes as programs print it.
    marker: '\\',
    sequence: /\\["'nrt]/y,
    border: /\n/,
    reach: 2_048,
    read: (raw) => [mappedBy(raw, /\\["'nrt]/g, (sequence) => PRINTED[sequence[1] as string] as string)],
    isOfText: true,
  },
];

const PRINTED: Readonly<Record<string, string>> = { '"': '"', "'": "'", n: '\n', r: '\r', t: '\t' };

/** The parts of a text that hold escapes, each by itself; no character is in two parts of one writing. */
export function escapedParts(text: string, isJson: boolean): EscapedPart[] {
  return writings
    .filter(({ isOfText }) => !isJson || isOfText !== true)
    .flatMap((writing) => partsOf(text, writing));
}

function partsOf(text: string, { marker, sequence, border, reach, read }: Writing): EscapedPart[] {
  const parts: EscapedPart[] = [];
  let floor = 0;
  for (let at = text.indexOf(marker); at !== -1; at = text.indexOf(marker, Math.max(at + 1, floor))) {
    sequence.lastIndex = at;
    if (!sequence.test(text)) continue;
    let start = at;
    while (start > floor && at - start < reach && !border.test(text[start - 1] as string)) start -= 1;
    const end = partEnd(text, sequence, border, sequence.lastIndex, { marker, reach });
    parts.push({ start, end, says: read(text.slice(start, end)) });
    floor = end;
  }
  return parts;
}

function partEnd(
  text: string,
  sequence: RegExp,
  border: RegExp,
  from: number,
  { marker, reach }: { marker: string; reach: number },
): number {
  let last = from;
  let at = from;
  while (at < text.length && at - last < reach && !border.test(text[at] as string)) {
    if (text[at] === marker[0]) {
      sequence.lastIndex = at;
      if (sequence.test(text)) {
        last = sequence.lastIndex;
        at = last;
        continue;
      }
    }
    at += 1;
  }
  return at;
}
