const NEWLINE = 0x0a;
const KEY_BEGINS = '-----BEGIN ';
/** Of what begins with it; other things in PEM are no secrets. */
const PRIVATE_KEY = /^-----BEGIN [A-Z0-9 ]{0,64}PRIVATE KEY/;
const KEY_ENDS = '-----END ';
/** A private key in PEM is shorter: of RSA with 16,384 bits some 13 KB. */
const KEY_BYTES_MAX = 64 * 1024;

export interface PageLimits {
  /** A page is cut at the last line end when it holds at least this many bytes. */
  readonly pageBytes: number;
  /** Of a longer line only its beginning is kept. */
  readonly lineBytesMax: number;
  readonly longLineBytesKept: number;
}

/**
 * Cuts a stream of bytes into pages of whole lines, and not within a private key, so that its redaction sees the whole
 * of it. The pages, one after the other, are the stream, but for
 * the rest of lines that are too long.
 */
export class LinePages {
  readonly #limits: PageLimits;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  /** Behind the last newline in what is pending. */
  #wholeLinesBytes = 0;
  #inLongLine = false;
  /** Lines of which only the beginning was kept. */
  longLines = 0;
  /** Bytes of those lines that were not kept. */
  droppedBytes = 0;

  constructor(limits: PageLimits) {
    this.#limits = limits;
  }

  /** The pages that are full. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    const bytes = this.#inLongLine ? this.#afterLongLine(chunk) : chunk;
    if (bytes.length === 0) return;
    this.#add(bytes);
    if (this.#pendingBytes < this.#limits.pageBytes) return;
    const pageBytes = this.#pageBytes();
    if (pageBytes > 0) yield this.#cut(pageBytes);
    if (this.#pendingBytes - this.#wholeLinesBytes <= this.#limits.lineBytesMax) return;
    if (this.#wholeLinesBytes > 0) yield this.#cut(this.#wholeLinesBytes);
    this.#beginLongLine();
  }

  /** The last page; null when nothing is left. */
  end(): Uint8Array | null {
    return this.#pendingBytes === 0 ? null : this.#cut(this.#pendingBytes);
  }

  #add(bytes: Uint8Array): void {
    const newline = bytes.lastIndexOf(NEWLINE);
    if (newline !== -1) this.#wholeLinesBytes = this.#pendingBytes + newline + 1;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  /** All whole lines, but not those of a private key that is not there to its end. */
  #pageBytes(): number {
    if (this.#wholeLinesBytes === 0) return 0;
    return this.#wholeLinesBytes - openKeyBytes(this.#before(this.#wholeLinesBytes));
  }

  /** What is pending before a place, as far as a key can reach. */
  #before(offset: number): Buffer {
    const parts: Uint8Array[] = [];
    let start = this.#pendingBytes;
    for (const bytes of this.#pending.toReversed()) {
      start -= bytes.length;
      const from = Math.max(0, offset - KEY_BYTES_MAX - start);
      if (start < offset) parts.unshift(bytes.subarray(from, Math.max(from, offset - start)));
      if (start <= offset - KEY_BYTES_MAX) break;
    }
    return Buffer.concat(parts);
  }

  /** Both parts are copies that own their memory, so that a page can be handed to another thread. */
  #cut(sizeBytes: number): Uint8Array {
    const page = Buffer.allocUnsafeSlow(sizeBytes);
    const rest = Buffer.allocUnsafeSlow(this.#pendingBytes - sizeBytes);
    let offset = 0;
    for (const bytes of this.#pending) {
      const ofPage = Math.min(bytes.length, Math.max(0, sizeBytes - offset));
      page.set(bytes.subarray(0, ofPage), Math.min(offset, sizeBytes));
      rest.set(bytes.subarray(ofPage), Math.max(0, offset - sizeBytes));
      offset += bytes.length;
    }
    this.#pending = rest.length === 0 ? [] : [rest];
    this.#pendingBytes = rest.length;
    this.#wholeLinesBytes = Math.max(0, this.#wholeLinesBytes - sizeBytes);
    return page;
  }

  #beginLongLine(): void {
    const line = this.#cut(this.#pendingBytes);
    this.#inLongLine = true;
    this.longLines += 1;
    this.droppedBytes += line.length - this.#limits.longLineBytesKept;
    this.#add(line.subarray(0, this.#limits.longLineBytesKept));
  }

  #afterLongLine(chunk: Uint8Array): Uint8Array {
    const newline = chunk.indexOf(NEWLINE);
    this.droppedBytes += newline === -1 ? chunk.length : newline;
    if (newline === -1) return chunk.subarray(0, 0);
    this.#inLongLine = false;
    return chunk.subarray(newline);
  }
}

/** How many of the last bytes are lines of a private key that does not end in them. */
function openKeyBytes(lines: Buffer): number {
  const begin = lines.lastIndexOf(KEY_BEGINS);
  if (begin === -1 || lines.includes(KEY_ENDS, begin)) return 0;
  if (!PRIVATE_KEY.test(lines.toString('latin1', begin, begin + 100))) return 0;
  return lines.length - (lines.subarray(0, begin).lastIndexOf(NEWLINE) + 1);
}
