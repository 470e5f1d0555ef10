import { compareInstants, toIso } from '../domain/time.ts';

type Column = Float64Array | Uint32Array;

/** Gives equal values the same number, so that a column of numbers stands for a column of texts. */
interface Dictionary {
  numberOf(values: readonly string[]): number;
  valuesOf(number: number): readonly string[];
}

/** Values are cleaned: none holds a control character. */
const BETWEEN = '\u0000';

function dictionary(): Dictionary {
  const numbers = new Map<string, number>();
  const entries: (readonly string[])[] = [];
  return {
    numberOf(values) {
      const key = values.length === 1 ? (values[0] ?? '') : values.join(BETWEEN);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, entries.length);
      entries.push(values);
      return entries.length - 1;
    },
    valuesOf: (number) => entries[number] ?? [],
  };
}

/**
 * Records of one kind in columns: about 4 bytes a facet, the evidence id and a flag, and 8 for the time, so
 * that a million records fit in memory and can be cut anywhere once the phases are known.
 */
export interface RecordTable<Facet extends string> {
  readonly length: number;
  add(row: {
    readonly at: string;
    readonly evidence: string;
    readonly flag: boolean;
    readonly facets: Readonly<Record<Facet, readonly string[]>>;
  }): void;
  /** Row numbers in order of time. */
  inOrder(): Uint32Array;
  atMs(row: number): number;
  /** As the source wrote it where it is finer than a millisecond. */
  at(row: number): string;
  evidence(row: number): string;
  flag(row: number): boolean;
  facet(row: number, facet: Facet): readonly string[];
}

const MS_ISO_LENGTH = 24;

export function recordTable<Facet extends string>(facets: readonly Facet[]): RecordTable<Facet> {
  let length = 0;
  let capacity = 64;
  let times = new Float64Array(capacity);
  let columns: Uint32Array[] = Array.from({ length: facets.length + 2 }, () => new Uint32Array(capacity));
  const dictionaries = Array.from({ length: facets.length + 1 }, dictionary);
  const finer = new Map<number, string>();
  const flagColumn = facets.length + 1;

  const grow = (): void => {
    capacity *= 2;
    times = widened(times, new Float64Array(capacity));
    columns = columns.map((column) => widened(column, new Uint32Array(capacity)));
  };
  const atMs = (row: number): number => times[row] ?? 0;
  const at = (row: number): string => finer.get(row) ?? toIso(atMs(row));
  const valuesOf = (column: number, row: number): readonly string[] =>
    dictionaries[column]?.valuesOf(columns[column]?.[row] ?? 0) ?? [];
  const put = (column: number, row: number, value: number): void => {
    const cells = columns[column];
    if (cells) cells[row] = value;
  };

  return {
    get length() {
      return length;
    },
    add(row) {
      if (length === capacity) grow();
      times[length] = Date.parse(row.at);
      if (row.at.length > MS_ISO_LENGTH) finer.set(length, row.at);
      facets.forEach((facet, column) => {
        put(column, length, dictionaries[column]?.numberOf(row.facets[facet]) ?? 0);
      });
      put(facets.length, length, dictionaries[facets.length]?.numberOf([row.evidence]) ?? 0);
      put(flagColumn, length, row.flag ? 1 : 0);
      length += 1;
    },
    inOrder: () =>
      Uint32Array.from({ length }, (_, row) => row).sort(
        (a, b) => atMs(a) - atMs(b) || (finer.size === 0 ? 0 : compareInstants(at(a), at(b))),
      ),
    atMs,
    at,
    evidence: (row) => valuesOf(facets.length, row)[0] ?? '',
    flag: (row) => columns[flagColumn]?.[row] === 1,
    facet: (row, facet) => valuesOf(facets.indexOf(facet), row),
  };
}

function widened<C extends Column>(from: C, to: C): C {
  to.set(from);
  return to;
}
