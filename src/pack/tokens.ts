const BASE32_CHARACTERS = 10;
/** `[`, a class of up to 32 characters, `:`, ten characters, `]`. */
const TOKEN_BYTES_MAX = 45;
const CLASS_BYTES_MAX = 32;
const [OPEN, CLOSE, COLON] = Buffer.from('[]:');

const setOf = (characters: string): Uint8Array => {
  const members = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) members[byte] = 1;
  return members;
};
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const IS_BASE32 = setOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
const IS_CLASS = setOf(`${LETTERS}0123456789-`);
const IS_CLASS_START = setOf(LETTERS);

/** Counts the redaction tokens in pages that stream by. */
export interface TokenCount {
  /** Takes the next piece of a page. */
  scan(piece: Buffer): void;
  /** A token does not reach over the end of a page. */
  endPage(): void;
  /** Takes what was counted elsewhere, in other pages. */
  add(counted: CountedTokens): void;
  /** How often each token stands in the pages. */
  counts(): ReadonlyMap<string, number>;
  /** False when there were more different tokens than were to be counted. */
  isComplete(): boolean;
}

/** What was counted, as it passes from one thread to another. */
export interface CountedTokens {
  readonly counts: ReadonlyMap<string, number>;
  readonly isComplete: boolean;
}

interface Counted {
  readonly bytes: Buffer;
  count: number;
}

/** Logs repeat their tokens: most are one of those seen last, found by their last four characters. */
const RECENT = 4_096;
const slotOf = (bytes: Uint8Array, end: number): number => {
  const high = ((bytes[end - 5] as number) << 8) | (bytes[end - 4] as number);
  const low = ((bytes[end - 3] as number) << 8) | (bytes[end - 2] as number);
  return (Math.imul((high << 16) | low, 0x9e3779b1) >>> 16) % RECENT;
};

/** Counts up to so many different tokens. */
export function countTokens(differentMax = Number.POSITIVE_INFINITY): TokenCount {
  const counted = new Map<string, Counted>();
  const recent = new Array<Counted | undefined>(RECENT);
  let complete = true;
  let carried = Buffer.alloc(0);
  const known = (token: string): Counted | undefined => {
    const before = counted.get(token);
    if (before !== undefined || counted.size >= differentMax) return before;
    const first = { bytes: Buffer.from(token, 'latin1'), count: 0 };
    counted.set(token, first);
    return first;
  };
  const take = (bytes: Buffer, start: number, end: number): void => {
    const slot = slotOf(bytes, end);
    const last = recent[slot];
    const found =
      last !== undefined && isAt(last.bytes, bytes, start, end)
        ? last
        : known(bytes.toString('latin1', start, end));
    if (found === undefined) complete = false;
    else found.count += 1;
    recent[slot] = found;
  };
  return {
    counts: () => new Map([...counted].map(([token, { count }]) => [token, count])),
    isComplete: () => complete,
    add({ counts, isComplete }) {
      complete &&= isComplete;
      for (const [token, count] of counts) {
        const found = known(token);
        if (found === undefined) complete = false;
        else found.count += count;
      }
    },
    scan(piece) {
      const seam = Buffer.concat([carried, piece.subarray(0, TOKEN_BYTES_MAX)]);
      eachToken(seam, (start, end) => {
        if (start < carried.length && end > carried.length) take(seam, start, end);
      });
      eachToken(piece, (start, end) => take(piece, start, end));
      const tail = piece.length < TOKEN_BYTES_MAX ? seam : piece;
      carried = Buffer.from(tail.subarray(-TOKEN_BYTES_MAX));
    },
    endPage() {
      carried = Buffer.alloc(0);
    },
  };
}

function isAt(token: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (token.length !== end - start) return false;
  for (let at = 0; at < token.length; at += 1) if (token[at] !== bytes[start + at]) return false;
  return true;
}

/**
 * Looks at one byte in ten: ten base32 characters in a row cannot be missed so. Most of those that are one
 * belong to something else, and the first bracket or colon that is not there tells.
 */
function eachToken(bytes: Uint8Array, take: (start: number, end: number) => void): void {
  const { length } = bytes;
  for (let at = BASE32_CHARACTERS - 1; at < length; at += BASE32_CHARACTERS) {
    if (IS_BASE32[bytes[at] as number] === 0) continue;
    const last = Math.min(at + BASE32_CHARACTERS, length);
    let close = at + 1;
    while (close < last && IS_BASE32[bytes[close] as number] === 1) close += 1;
    if (bytes[close] !== CLOSE || bytes[close - BASE32_CHARACTERS - 1] !== COLON) continue;
    const start = tokenStart(bytes, close);
    if (start < 0) continue;
    take(start, close + 1);
    at = close;
  }
}

/** Where the token begins whose colon and closing bracket stand at their places; -1 when none does. */
function tokenStart(bytes: Uint8Array, close: number): number {
  const colon = close - BASE32_CHARACTERS - 1;
  for (let at = colon + 1; at < close; at += 1) if (IS_BASE32[bytes[at] as number] === 0) return -1;
  const first = Math.max(0, colon - 1 - CLASS_BYTES_MAX);
  let start = colon - 1;
  while (start > first && IS_CLASS[bytes[start] as number] === 1) start -= 1;
  return bytes[start] === OPEN && IS_CLASS_START[bytes[start + 1] as number] === 1 ? start : -1;
}
