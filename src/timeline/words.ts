const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** `12,453` */
export const grouped = (count: number): string => NUMBER.format(count);

/** `1 client`, `3 clients` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** `2026-01-27 10:05 UTC` */
export const minuteOf = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/**
 * Text of a stranger for a sentence of ours: white space becomes one space, characters that cannot be seen
 * are shown as `⟦U+202E⟧`, and what is longer than `charsMax` is cut.
 */
export function cleaned(text: string, charsMax = 120): string {
  const readable = text
    .slice(0, charsMax * 4)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(UNSEEN, codePoint);
  if (readable.length <= charsMax && text.length <= charsMax * 4) return readable;
  return `${readable.slice(0, charsMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const codePoint = (unseen: string): string =>
  `⟦U+${(unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`;
