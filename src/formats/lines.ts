const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** A view of the same bytes, not a copy. */
export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** First byte of the text, after a byte-order mark. */
export const startOfText = (bytes: Uint8Array): number =>
  BYTE_ORDER_MARK.every((mark, index) => bytes[index] === mark) ? BYTE_ORDER_MARK.length : 0;

export interface Line {
  readonly byteOffset: number;
  /** After the line's last byte, without its line end. */
  readonly end: number;
}

/** Lines in one pass over the bytes. What follows the last newline is a line when it is not empty. */
export function* linesOf(buffer: Buffer): Generator<Line> {
  let start = startOfText(buffer);
  while (start < buffer.length) {
    const newline = buffer.indexOf(NEWLINE, start);
    const end = newline === -1 ? buffer.length : newline;
    yield { byteOffset: start, end };
    start = end + 1;
  }
}

const COMMENT = 0x23;

/** Exports begin with lines of their own words, `# exported by …`: no JSON begins so. */
export const isComment = (buffer: Buffer, byteOffset: number): boolean => buffer[byteOffset] === COMMENT;

/** First byte of the JSON, after a byte-order mark, blanks and comment lines. */
export function startOfJson(bytes: Uint8Array): number {
  const buffer = bufferOf(bytes);
  let at = skipBlank(buffer, startOfText(buffer), buffer.length);
  while (isComment(buffer, at)) {
    const newline = buffer.indexOf(NEWLINE, at);
    at = newline === -1 ? buffer.length : skipBlank(buffer, newline, buffer.length);
  }
  return at;
}

/** Offset of the first byte that is not white space; `end` when there is none. */
export function skipBlank(buffer: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (buffer[at] ?? 0) <= 0x20) at += 1;
  return at;
}
