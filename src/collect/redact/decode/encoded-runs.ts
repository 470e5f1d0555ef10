import { gunzipSync, inflateSync } from 'node:zlib';
import { wideParts } from './wide.ts';

/** What a run of base64 or hexadecimal digits says; null where it is packed too tightly to be read. */
export interface EncodedRun {
  readonly start: number;
  readonly end: number;
  readonly says: string | null;
}

/** The shortest that can hold a name and its value. */
const RUN_MIN = 20;
const STEP = RUN_MIN / 2;
/** Lines of base64 are joined where the first is as long as those of MIME and PEM. */
const WRAPPED_MIN = 60;
const UNPACKED_MAX = 1024 * 1024;
/** Of all packed runs of a text together. */
const UNPACKED_TOTAL_MAX = 8 * 1024 * 1024;

const digitOf = new Int8Array(256).fill(-1);
for (const [digit, character] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries())
  digitOf[character.charCodeAt(0)] = digit;
digitOf['-'.charCodeAt(0)] = 62;
digitOf['_'.charCodeAt(0)] = 63;

const isDigit = (text: string, at: number): boolean => (digitOf[text.charCodeAt(at) & 0xff] as number) >= 0;

/** Finds the runs that can be read: the shortest one covers two of every tenth characters that follow each other. */
export function encodedRuns(text: string): EncodedRun[] {
  const runs: EncodedRun[] = [];
  const budget = { left: UNPACKED_TOTAL_MAX };
  const { length } = text;
  let floor = 0;
  let at = STEP;
  while (at < length) {
    if (!isDigit(text, at)) {
      at += 2 * STEP;
      continue;
    }
    if (!isDigit(text, at - STEP)) {
      at += STEP;
      continue;
    }
    let start = at;
    while (start > floor && isDigit(text, start - 1)) start -= 1;
    let end = at + 1;
    while (end < length && isDigit(text, end)) end += 1;
    if (end - start >= RUN_MIN) {
      const run = readRun(text, start, end, budget);
      if (run !== null) runs.push(run);
      end = run?.end ?? end;
    }
    floor = end;
    at = end + STEP;
  }
  return runs;
}

const NEXT_LINE = /(?:\r?\n|(?:\\{1,8}r)?\\{1,8}n)[ \t]{0,16}(?=[\w+/-]{2,}={0,2}(?:["'\s\\]|$))/y;
const PADDING = /={0,2}/y;

function readRun(text: string, from: number, to: number, budget: { left: number }): EncodedRun | null {
  const isToken = text.startsWith('eyJ', from) && (text[to] === '.' || text[from - 1] === '.');
  if (isToken) return null;
  const start = beginning(text, from, to);
  if (start === -1) return null;
  const { end, digits } = wrapped(text, start, to);
  const says = saidBy(digits, budget);
  return says === undefined ? null : { start, end, says };
}

/** A slash is a digit and parts a path: the run may begin behind one. */
function beginning(text: string, from: number, to: number): number {
  if (couldSay(text, from)) return from;
  for (
    let slash = text.indexOf('/', from);
    slash !== -1 && to - slash > RUN_MIN;
    slash = text.indexOf('/', slash + 1)
  ) {
    if (slash > from + 2_048) return -1;
    if (couldSay(text, slash + 1)) return slash + 1;
  }
  return -1;
}

const isPrintable = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);

/** Printable ASCII, and beginnings of letters in UTF-8 with what follows them. */
function isText(bytes: readonly number[]): boolean {
  let rest = 0;
  for (const byte of bytes) {
    if (rest > 0 && byte >= 0x80 && byte < 0xc0) rest -= 1;
    else if (rest > 0) return false;
    else if (byte >= 0xc3 && byte < 0xf0) rest = byte < 0xe0 ? 1 : 2;
    else if (!isPrintable(byte)) return false;
  }
  return true;
}

/** By the first six bytes: text in ASCII, in UTF-16, or something packed; or the first digits are hexadecimal for text. */
function couldSay(text: string, at: number): boolean {
  const head = fourDigits(text, at);
  const first = head >> 16;
  const second = (head >> 8) & 0xff;
  if (isHexText(text, at)) return true;
  if ((first === 0x1f && second === 0x8b) || (first === 0x78 && isZlibLevel(second))) return true;
  if (first >= 0xef && (second === 0xbb || second === 0xff || second === 0xfe)) return true;
  // Most runs end here: a byte at a time, and no list of them is made for what is no text.
  if (!isPrintable(first) && first < 0xc3 && second > 0x06 && first > 0x06) return false;
  const tail = fourDigits(text, at + 4);
  const bytes = [first, second, head & 0xff, tail >> 16, (tail >> 8) & 0xff, tail & 0xff];
  if (isOneAlphabet(bytes)) return true;
  return isText(bytes) || bytes.some((byte, place) => byte === 0 && isPrintable(bytes[place ^ 1] ?? 0));
}

/** Three letters of one alphabet in UTF-16: Greek, Cyrillic, Hebrew, Arabic. */
const isOneAlphabet = (bytes: readonly number[]): boolean =>
  [0, 1].some((at) => {
    const block = bytes[at] as number;
    return block >= 0x03 && block <= 0x06 && block === bytes[at + 2] && block === bytes[at + 4];
  });

/** Three bytes as one number. */
const fourDigits = (text: string, at: number): number =>
  (digitAt(text, at) << 18) |
  (digitAt(text, at + 1) << 12) |
  (digitAt(text, at + 2) << 6) |
  digitAt(text, at + 3);

const digitAt = (text: string, at: number): number => digitOf[text.charCodeAt(at) & 0xff] as number;

const isZlibLevel = (byte: number): boolean =>
  byte === 0x01 || byte === 0x5e || byte === 0x9c || byte === 0xda;

const HEX_TEXT = /(?:[2-7][\da-f]|0[9ad]){6}/iy;

function isHexText(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (first < 0x30 || first > 0x37) return false;
  HEX_TEXT.lastIndex = at;
  return HEX_TEXT.test(text);
}

function wrapped(text: string, from: number, to: number): { end: number; digits: string } {
  const lines = [text.slice(from, to)];
  let end = to;
  while ((lines[0] as string).length >= WRAPPED_MIN) {
    NEXT_LINE.lastIndex = end;
    if (!NEXT_LINE.test(text)) break;
    const start = NEXT_LINE.lastIndex;
    end = start;
    while (end < text.length && isDigit(text, end)) end += 1;
    lines.push(text.slice(start, end));
  }
  PADDING.lastIndex = end;
  PADDING.test(text);
  return { end: PADDING.lastIndex, digits: lines.join('') };
}

/** Undefined where it is no text. */
function saidBy(digits: string, budget: { left: number }): string | null | undefined {
  if (digits.length % 2 === 0 && /^[\da-f]+$/i.test(digits)) {
    const bytes = Buffer.from(digits, 'hex');
    return bytes.subarray(0, 8).every(isPrintable) ? bytes.toString('latin1') : undefined;
  }
  const bytes = Buffer.from(digits, 'base64');
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return unpacked(bytes, gunzipSync, budget);
  if (bytes[0] === 0x78 && !isPrintable(bytes[1] ?? 0)) return unpacked(bytes, inflateSync, budget);
  const text = bytes.toString('latin1');
  const [part] = wideParts(text);
  return part === undefined ? text : part.text;
}

function unpacked(
  bytes: Buffer,
  unpack: (bytes: Buffer, options: { maxOutputLength: number }) => Buffer,
  budget: { left: number },
): string | null | undefined {
  const maxOutputLength = Math.min(UNPACKED_MAX, budget.left);
  if (maxOutputLength <= 0) return null;
  try {
    const text = unpack(bytes, { maxOutputLength });
    budget.left -= text.length;
    return text.toString('latin1');
  } catch (error) {
    budget.left -= bytes.length;
    const isTooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLong) budget.left -= maxOutputLength;
    return isTooLong ? null : undefined;
  }
}
