import type { CountedTokens } from './tokens.ts';

/** Bytes that can be read at any place: an open file, or one that a browser was handed. */
export interface RandomAccess {
  /** Fills a part of a buffer from a place of the file; fewer bytes only where the file ends. */
  read(
    buffer: Buffer,
    offset: number,
    lengthBytes: number,
    fromByte: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** A page of evidence as it lies in a file. */
export interface PageSpan {
  readonly fromByte: number;
  readonly lengthBytes: number;
  /** Whether it is to be digested too. */
  readonly isDigested: boolean;
}

/** Counts tokens in spans of a file, and digests them, beside the reading of it. */
export interface SpanScanner {
  scan(span: PageSpan): void;
  /** What stood in all spans. */
  finish(): Promise<ScannedSpans>;
}

export interface ScannedSpans extends CountedTokens {
  /** SHA-256 of those that were to be digested, in the order of the spans. */
  readonly digests: readonly string[];
}

/** Evidence that did not fit into a pack and lies beside it, each file under its SHA-256. */
export interface Beside {
  /** Where it is looked for, in words. */
  readonly place: string;
  /** Undefined when there is no such file. */
  find(sha256: string): Promise<BesideFile | undefined>;
}

export interface BesideFile {
  readonly sizeBytes: number;
  /** SHA-256 of what is in it. */
  digest(): Promise<string>;
}
