/** A line of `redactions.ndjson`. */
export interface Listed {
  readonly class: string;
  readonly commitment: string | null;
  readonly count: number;
  readonly token: string;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The first ten characters of RFC 4648's base32: fifty bits. */
function beginning(commitment: string): string {
  const bits = BigInt(`0x${commitment.slice(0, 14)}`) >> 6n;
  return Array.from({ length: 10 }, (_, n) => BASE32[Number((bits >> BigInt(45 - 5 * n)) & 31n)]).join('');
}

/** How often each token stands in pages; none reaches over the end of one. */
export function standing(pages: readonly Buffer[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const page of pages)
    for (const [token] of page.toString('latin1').matchAll(/\[[a-z][a-z0-9-]{0,31}:[A-Z2-7]{10}\]/g))
      counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

const LINE =
  /^\{"class":"([a-z][a-z0-9-]{0,31})","commitment":(?:null|"([0-9a-f]{64})"),"count":([1-9]\d*),"token":"(\[\1:[A-Z2-7]{10}\])"\}$/;

/** The lines; null when one is not canonical, not whole or out of order. */
export function listed(text: string): readonly Listed[] | null {
  if (text !== '' && !text.endsWith('\n')) return null;
  const lines: Listed[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const [, tokenClass = '', commitment = null, count, token = ''] = LINE.exec(line) ?? [];
    if (token <= (lines.at(-1)?.token ?? '')) return null;
    lines.push({ class: tokenClass, commitment, count: Number(count), token });
  }
  return lines;
}

/** Each token of the pages is listed, as often as it stands there, and is the beginning of its commitment. */
export function redactionsHold(lines: readonly Listed[] | null, pages: readonly Buffer[]): boolean {
  const counts = standing(pages);
  return (
    lines !== null &&
    lines.length === counts.size &&
    lines.every(
      ({ class: tokenClass, commitment, count, token }) =>
        counts.get(token) === count &&
        (commitment === null || token === `[${tokenClass}:${beginning(commitment)}]`),
    )
  );
}
