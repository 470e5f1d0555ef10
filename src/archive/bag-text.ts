/** `bagit.txt` (RFC 8493, section 2.1.1). */
export const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export interface Listed {
  readonly place: string;
  readonly sha256: string;
}

/** A manifest in the order of its places: `sha256sum -c` reads it, and the order does not depend on a locale. */
export const writeManifest = (files: readonly Listed[]): string =>
  [...files]
    .sort((one, other) => (one.place < other.place ? -1 : 1))
    .map(({ sha256, place }) => `${sha256}  ${place}\n`)
    .join('');

const LINE = /^([0-9a-f]{64}) [ *]([!-~]+)$/;

/** Places and digests of a manifest; undefined when a line is none, or a place stands twice. */
export function readManifest(text: string): ReadonlyMap<string, string> | undefined {
  const digests = new Map<string, string>();
  for (const line of linesOf(text) ?? ['']) {
    const [, sha256, place] = LINE.exec(line) ?? [];
    if (sha256 === undefined || place === undefined || digests.has(place)) return undefined;
    digests.set(place, sha256);
  }
  return digests;
}

export const writeInfo = (fields: Readonly<Record<string, string | number>>): string =>
  Object.entries(fields)
    .map(([label, value]) => `${label}: ${value}\n`)
    .join('');

/** Labels and values of `bag-info.txt`; a label that stands twice is undefined, so that nobody picks one. */
export function readInfo(text: string): ReadonlyMap<string, string | undefined> {
  const fields = new Map<string, string | undefined>();
  for (const line of text.split('\n')) {
    const [, label, value] = /^([A-Za-z-]+): (.*)$/.exec(line) ?? [];
    if (label !== undefined) fields.set(label, fields.has(label) ? undefined : value);
  }
  return fields;
}

/** Lines of a text that ends with a newline, or is empty; undefined for any other. */
export function linesOf(text: string): readonly string[] | undefined {
  if (text === '') return [];
  return text.endsWith('\n') ? text.slice(0, -1).split('\n') : undefined;
}
