/** A dictionary by its keys, in order; values as they are written. */
export type Dictionary = ReadonlyMap<string, string>;

const ENTRY = /^\/([A-Za-z]{1,40}) (.+)$/;

/** Reads a dictionary as `finalizePdf` writes it, an entry a line; undefined for anything else. */
export function readDictionary(text: string): Dictionary | undefined {
  const lines = text.split('\n');
  if (lines.shift() !== '<<' || lines.pop() !== '>>') return undefined;
  const entries = new Map<string, string>();
  let key = '';
  let depth = 0;
  for (const line of lines) {
    const [, name = '', first = ''] = depth === 0 ? (ENTRY.exec(line) ?? []) : [];
    if (depth === 0 && (name === '' || entries.has(name))) return undefined;
    if (depth === 0) key = name;
    entries.set(key, depth === 0 ? first : `${entries.get(key)}\n${line}`);
    if (line.endsWith('<<')) depth += 1;
    if (line === '>>') depth -= 1;
  }
  return depth === 0 ? entries : undefined;
}

export const writeDictionary = (entries: Dictionary): string =>
  `<<\n${[...entries].map(([key, value]) => `/${key} ${value}\n`).join('')}>>`;

/** The object that a reference leads to, as its number. */
export function referenceOf(value: string | undefined): number | undefined {
  const number = /^(\d{1,9}) 0 R$/.exec(value ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}
