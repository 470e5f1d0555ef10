import { createRedactor } from '../../src/collect/redact/redactor.ts';
import type { Carrier, LeakGroup, LeakKind } from './leak.ts';
import type { Lure } from './lures.ts';
import type { OrdinaryFormat } from './ordinary.ts';
import { Seeded } from './seeded.ts';

export interface Half {
  readonly half: 'seen' | 'held back';
  readonly kinds: readonly LeakKind[];
  readonly carriers: readonly Carrier[];
  readonly formats: readonly OrdinaryFormat[];
  readonly lures: readonly Lure[];
}

export interface Counts {
  readonly valuesPerCell: number;
  readonly linesPerFormat: number;
  readonly lureTries: number;
}

export interface Row {
  readonly what: string;
  readonly tried: number;
  readonly failed: number;
  /** A text that failed. */
  readonly example?: string;
}

export interface Measured {
  readonly groups: Readonly<Record<LeakGroup, Row>>;
  readonly kinds: readonly Row[];
  readonly carriers: readonly Row[];
  readonly formats: readonly Row[];
  readonly lures: readonly Row[];
}

const redactor = createRedactor({
  masterKey: Buffer.alloc(32, 1),
  incident: 'INC-2026-0001',
  ipAddresses: 'keep',
});

const redacted = (bytes: Buffer, mediaType: string): Buffer =>
  Buffer.from(redactor.redactPage(Buffer.from(bytes), mediaType).bytes);

class Tally {
  readonly #rows = new Map<string, { tried: number; failed: number; example?: string }>();

  count(what: string, isFailed: boolean, example: () => string, times = 1): void {
    const row = this.#rows.get(what) ?? { tried: 0, failed: 0 };
    row.tried += times;
    if (isFailed) {
      row.failed += 1;
      row.example ??= example();
    }
    this.#rows.set(what, row);
  }

  rows(): readonly Row[] {
    return [...this.#rows].map(([what, row]) => ({ what, ...row }));
  }

  row(what: string): Row {
    return { what, ...(this.#rows.get(what) ?? { tried: 0, failed: 0 }) };
  }
}

/** Counts what stayed of secrets and what was lost of harmless text. */
export function measure(half: Half, counts: Counts, seed: number): Measured {
  const seeded = new Seeded(seed);
  const groups = new Tally();
  const byKind = new Tally();
  const byCarrier = new Tally();
  for (const kind of half.kinds) {
    for (const carrier of half.carriers) {
      for (let n = 0; n < counts.valuesPerCell; n += 1) {
        const { text, core } = kind.write(seeded);
        const carried = carrier.carry(text, seeded);
        const traces = carrier.traces(core, carried);
        const left = redacted(carried, carrier.mediaType);
        const isLeak = traces.some((trace) => trace.length > 0 && left.includes(trace));
        const example = () => `${carrier.id} | ${text} | ${left.toString('latin1')}`;
        groups.count(kind.group, isLeak, example);
        byKind.count(`${kind.group}: ${kind.id}`, isLeak, example);
        byCarrier.count(carrier.id, isLeak, example);
      }
    }
  }
  return {
    groups: {
      family: groups.row('family'),
      name: groups.row('name'),
      sql: groups.row('sql'),
      other: groups.row('other'),
    },
    kinds: byKind.rows(),
    carriers: byCarrier.rows(),
    formats: formatRows(half.formats, counts.linesPerFormat, seeded),
    lures: lureRows(half.lures, counts.lureTries, seeded),
  };
}

const LINES_PER_PAGE = 500;

function formatRows(formats: readonly OrdinaryFormat[], lines: number, seeded: Seeded): readonly Row[] {
  const tally = new Tally();
  for (const format of formats) {
    for (let from = 0; from < lines; from += LINES_PER_PAGE) {
      const page = Array.from({ length: LINES_PER_PAGE }, (_none, n) => format.line(seeded, from + n));
      const left = redacted(Buffer.from(`${page.join('\n')}\n`), format.mediaType)
        .toString()
        .split('\n');
      for (const [n, line] of page.entries())
        tally.count(format.id, left[n] !== line, () => `${line} | ${left[n]}`);
    }
  }
  return tally.rows();
}

function lureRows(lures: readonly Lure[], tries: number, seeded: Seeded): readonly Row[] {
  const tally = new Tally();
  for (const { id, write } of lures) {
    for (let n = 0; n < tries; n += 1) {
      const text = write(seeded);
      for (const [bytes, mediaType] of [
        [Buffer.from(`${text}\n`), 'text/plain'],
        [Buffer.from(JSON.stringify({ message: text })), 'application/json'],
      ] as const) {
        const left = redacted(bytes, mediaType);
        tally.count(id, !left.equals(bytes), () => `${bytes.toString()} | ${left.toString()}`);
      }
    }
  }
  return tally.rows();
}

const sum = (rows: readonly Row[]): { tried: number; failed: number } => ({
  tried: rows.reduce((total, { tried }) => total + tried, 0),
  failed: rows.reduce((total, { failed }) => total + failed, 0),
});

export const rateOf = (rows: readonly Row[]): number => {
  const { tried, failed } = sum(rows);
  return tried === 0 ? 0 : failed / tried;
};

const OTHER_MAX = 0.01;
const ORDINARY_MAX = 0.001;
const LURES_MAX = 0.05;

/** What is above its limit, in words. */
export function beyondLimits({ groups, formats, lures }: Measured): readonly string[] {
  const none = (['family', 'name', 'sql'] as const)
    .filter((group) => groups[group].failed > 0)
    .map((group) => `${group}: ${groups[group].failed} of ${groups[group].tried} stayed, 0 may`);
  const above = (what: string, rate: number, max: number): string[] =>
    rate > max ? [`${what}: ${(rate * 100).toFixed(2)} %, ${max * 100} % may`] : [];
  return [
    ...none,
    ...above('unlisted kinds that stayed', rateOf([groups.other]), OTHER_MAX),
    ...above('ordinary lines lost', rateOf(formats), ORDINARY_MAX),
    ...above('lures lost', rateOf(lures), LURES_MAX),
  ];
}
