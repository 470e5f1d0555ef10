import { terminalSafe } from '../domain/visible.ts';

const COLUMNS_MIN = 60;

/** Rows in aligned columns, two blanks apart; a line wider than the terminal is cut, and shows that it is. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  columns: number,
): string {
  const lines = [head, ...rows].map((row) => row.map((cell) => terminalSafe(String(cell))));
  const widths = head.map((_, column) =>
    column === head.length - 1
      ? 0
      : lines.reduce((widest, line) => Math.max(widest, line[column]?.length ?? 0), 0),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${cut(line, Math.max(columns, COLUMNS_MIN))}\n`)
    .join('');
}

const cut = (line: string, width: number): string =>
  line.length > width ? `${line.slice(0, width - 1)}…` : line;
