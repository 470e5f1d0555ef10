/** One line of `sha256sum`'s format. */
export interface Sum {
  readonly name: string;
  readonly sha256: string;
}

/** In order of name, so that the same attachments give the same text. */
export const writeSums = (sums: Iterable<Sum>): string =>
  [...sums]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    .join('');

const LINE = /^([0-9a-f]{64}) {2}([A-Za-z0-9][A-Za-z0-9._-]{0,99})$/;

/** Digest by name; undefined when a line is not one, stands in another order, or a name stands twice. */
export function readSums(text: string): ReadonlyMap<string, string> | undefined {
  const sums = new Map<string, string>();
  let before = '';
  if (!text.endsWith('\n')) return undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, sha256, name] = LINE.exec(line) ?? [];
    if (sha256 === undefined || name === undefined || name <= before) return undefined;
    before = name;
    sums.set(name, sha256);
  }
  return sums;
}
