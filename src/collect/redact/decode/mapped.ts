/** A text that was written in another way, as UTF-8, one character a byte. */
export interface Mapped {
  readonly text: string;
  /** Where a byte of it begins in what was read. */
  rawOffset(offset: number): number;
}

/** Reads escapes: what is none stands as it is. */
export function mappedBy(raw: string, pattern: RegExp, bytesOf: (sequence: string) => string): Mapped {
  let text = '';
  let copied = 0;
  /** Behind each escape, in pairs: offset in the text, offset in what was read. */
  const marks: number[] = [];
  for (const match of raw.matchAll(pattern)) {
    text += raw.slice(copied, match.index) + bytesOf(match[0]);
    copied = match.index + match[0].length;
    marks.push(text.length, copied);
  }
  return { text: text + raw.slice(copied), rawOffset: (offset) => rawOffset(marks, offset) };
}

/** Counts from the last escape that ends at or before the offset. */
export function rawOffset(marks: readonly number[], offset: number): number {
  let low = 0;
  let high = marks.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[2 * middle] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return offset;
  return (marks[2 * low - 1] as number) + offset - (marks[2 * low - 2] as number);
}
