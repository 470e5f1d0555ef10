import { cpus, loadavg, totalmem } from 'node:os';

/** One question's answer: figures with their units in the names, and ratios that were measured in one run. */
export interface Report {
  readonly question: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, number>>;
  /** In words: `import ÷ floor ≥ 0.3`. */
  readonly target: string;
  readonly met: boolean;
}

const machine = (): string =>
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`;

/** Prints a report as one line of JSON, with the machine and how busy it was over the last minute. */
export function report(answer: Report): void {
  process.stdout.write(`${JSON.stringify({ ...answer, machine: machine(), loadAverage: loadavg()[0] })}\n`);
}
