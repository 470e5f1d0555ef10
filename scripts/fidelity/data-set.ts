/** Values of one series in order of time: [epoch ms, value]. */
export interface MeasuredSeries {
  readonly name: string;
  readonly service: string;
  readonly points: readonly (readonly [atMs: number, value: number])[];
}

/** A fault of which is known when it began and where, or a stretch of which is known that there was none. */
export interface Recorded {
  readonly id: string;
  readonly cause: string;
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly truth: { readonly startedMs: number; readonly service: string } | null;
  /** What was measured in the window and, before it, when all was well. */
  readonly series: readonly MeasuredSeries[];
}

export interface DataSet {
  readonly name: string;
  readonly recorded: readonly Recorded[];
}

/** Rows of a CSV without quotes: as all files of the data sets are. */
export const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trimEnd().split(','));
