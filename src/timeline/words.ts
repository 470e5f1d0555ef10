import { oneLine } from '../domain/visible.ts';

const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `12,453` */
export const grouped = (count: number): string => NUMBER.format(count);

/** `1 client`, `3 clients` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** `2026-01-27 10:05 UTC` */
export const minuteOf = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** Most names are printable ASCII: a million of them go by without a closer look. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** A stranger's text for a sentence of ours: one visible line of at most `charsMax` UTF-16 code units. */
export function cleaned(text: string, charsMax = 120): string {
  if (text.length <= charsMax && PLAIN.test(text)) return text;
  const line = oneLine(text, charsMax);
  if (line.length <= charsMax) return line;
  return `${line.slice(0, charsMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
