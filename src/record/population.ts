import type { IncidentStatus, Severity } from '../domain/incident.ts';
import { csvCell } from '../domain/visible.ts';

/** One incident of a period, as an auditor samples it. */
export interface PopulationRow {
  readonly incident: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly status: IncidentStatus;
  readonly startedAt: string;
  readonly from: string;
  readonly to: string;
  readonly packs: number;
  readonly signoffs: number;
  readonly gaps: number;
  readonly retainedUntil: string;
  readonly hold: boolean;
  readonly destroyedAt: string | null;
  /** Of the incident's ledger: who leaves a row out or changes one contradicts a pack or checkpoint. */
  readonly ledgerSize: number;
  readonly ledgerTip: string;
}

/** Numbers that are missing between the first and the last of each year, as ids. */
export function missingNumbers(ids: readonly string[]): readonly string[] {
  const byYear = new Map<string, number[]>();
  for (const id of ids) {
    const [, year = '', number = ''] = /^INC-(\d+)-(\d+)$/.exec(id) ?? [];
    byYear.set(year, [...(byYear.get(year) ?? []), Number(number)]);
  }
  return [...byYear].flatMap(([year, numbers]) => {
    const known = new Set(numbers);
    const last = Math.max(...numbers);
    return Array.from({ length: last }, (_, index) => index + 1)
      .filter((number) => !known.has(number))
      .map((number) => `INC-${year}-${String(number).padStart(4, '0')}`);
  });
}

const COLUMNS = [
  'incident',
  'title',
  'severity',
  'status',
  'startedAt',
  'from',
  'to',
  'packs',
  'signoffs',
  'gaps',
  'retainedUntil',
  'hold',
  'destroyedAt',
  'ledgerSize',
  'ledgerTip',
] as const satisfies readonly (keyof PopulationRow)[];

/**
 * RFC 4180, with a header; each row says which of how many it is, so that one left out shows. A cell that a spreadsheet would take for a formula starts with an
 * apostrophe.
 */
export const populationCsv = (rows: readonly PopulationRow[]): string =>
  [
    ['row', 'of', ...COLUMNS].join(','),
    ...rows.map((row, index) =>
      [index + 1, rows.length, ...COLUMNS.map((column) => cell(row[column]))].join(','),
    ),
  ]
    .map((line) => `${line}\r\n`)
    .join('');

const cell = (value: string | number | boolean | null): string =>
  value === null ? '' : csvCell(typeof value === 'boolean' ? String(value) : value);
