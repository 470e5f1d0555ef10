/** A part of a string of bytes (one character a byte) that is to be redacted. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly class: string;
  /** The value itself, without the escapes of the text it stands in. */
  readonly value: string;
  /**
   * The token needs quotes because the value had none (a number in JSON): how many strings of JSON lie around
   * it, each of which escapes them once. Absent where no quotes are needed.
   */
  readonly quotedAtDepth?: number;
  /** The token is written in UTF-16, as what stands around it. */
  readonly wide?: 'little' | 'big';
  /** An attack in a field of a secret: it is evidence and stays, unless the same text was a secret elsewhere. */
  readonly isKept?: true;
}

/** A span inside a literal, as it stands in the text around. */
export function outward(span: Span, start: number, rawOffset: (offset: number) => number): Span {
  const moved = { ...span, start: start + rawOffset(span.start), end: start + rawOffset(span.end) };
  return span.quotedAtDepth === undefined ? moved : { ...moved, quotedAtDepth: span.quotedAtDepth + 1 };
}
