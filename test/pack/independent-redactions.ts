/** RFC 4648, without padding. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
}

interface Line {
  readonly class: string;
  readonly commitment: string | null;
  readonly count: number;
  readonly token: string;
}

const TOKEN = /\[([a-z0-9-]+):([A-Z2-7]{10})\]/g;

/** Whether `redactions.ndjson` has each token of the pages, as often as it stands there, under a commitment that begins so. */
export function redactionsHold(
  list: string,
  pages: readonly Buffer[],
  canonical: (value: unknown) => string,
): boolean {
  const seen = new Map<string, number>();
  for (const page of pages)
    for (const [token] of page.toString('latin1').matchAll(TOKEN))
      seen.set(token, (seen.get(token) ?? 0) + 1);
  const texts = list === '' ? [] : list.split('\n').slice(0, -1);
  const lines = texts.map((text): Line => JSON.parse(text));
  const begins = ({ class: name, commitment, token }: Line): boolean =>
    commitment === null || token === `[${name}:${base32(Buffer.from(commitment, 'hex')).slice(0, 10)}]`;
  return (
    lines.length === seen.size &&
    lines.every(
      (line, index) =>
        canonical(line) === texts[index] &&
        seen.get(line.token) === line.count &&
        begins(line) &&
        (index === 0 || (lines[index - 1]?.token ?? '') < line.token),
    )
  );
}
