import { terminalSafe } from '../domain/visible.ts';

/** Rows in aligned columns, two blanks apart; the last column is cut to the terminal's width. */
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
        .trimEnd()
        .slice(0, Math.max(columns, 60)),
    )
    .map((line) => `${line}\n`)
    .join('');
}
