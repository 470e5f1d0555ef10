/** A redaction token: class and ten characters of base32. */
const TOKEN = /\[([a-z][a-z0-9-]{0,31}):([A-Z2-7]{10})\]/g;
const TOKEN_BYTES_MAX = 46;

/** Counts the redaction tokens in pages that stream by. */
export interface TokenCount {
  /** Takes the next piece of a page. */
  scan(piece: Buffer): void;
  /** A token does not reach over the end of a page. */
  endPage(): void;
  /** How often each token stands in the pages, in order of token. */
  counts(): readonly { readonly class: string; readonly token: string; readonly count: number }[];
}

export function countTokens(): TokenCount {
  const found = new Map<string, { class: string; count: number }>();
  let carried = '';
  return {
    scan(piece) {
      const text = carried + piece.toString('latin1');
      let readTo = 0;
      for (const match of text.matchAll(TOKEN)) {
        const [token, tokenClass = ''] = match;
        const seen = found.get(token) ?? { class: tokenClass, count: 0 };
        seen.count++;
        found.set(token, seen);
        readTo = match.index + token.length;
      }
      carried = text.slice(Math.max(readTo, text.length - TOKEN_BYTES_MAX));
    },
    endPage() {
      carried = '';
    },
    counts: () =>
      [...found]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([token, { class: tokenClass, count }]) => ({ class: tokenClass, token, count })),
  };
}
