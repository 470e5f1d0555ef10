import { highest } from '../../judges/rolling.ts';
import type { Context } from '../context.ts';
import { MINUTE_MS } from './minutes.ts';
import { sliOf } from './sli.ts';

const BIN_MINUTES = 5;
const BINS_AN_HOUR = 60 / BIN_MINUTES;
/** A spike is told from so many blocks in five minutes on: three in place of none are no spike. */
const SPIKE_BLOCKS_MIN = 50;

/** Blocks of five minutes, beside the worst 5xx ratio of the same time. */
export interface BlockBin {
  readonly atMs: number;
  readonly blocks: number;
  /** Mean of the bins of the hour before; null for the window's first hour. */
  readonly before: number | null;
  readonly errorRatio: number | null;
}

export function blockBins(context: Context): readonly BlockBin[] {
  const { window, waf } = context;
  const errors = new Map<number, number>();
  for (const { points } of sliOf(context, 'error_ratio')?.series ?? []) {
    for (const { atMs, value } of points) {
      const bin = binOf(atMs);
      errors.set(bin, Math.max(errors.get(bin) ?? 0, value));
    }
  }
  const blocks = new Map<number, number>();
  for (const [minute, rules] of waf.rulesByMinute) {
    const bin = binOf(minute * MINUTE_MS);
    blocks.set(
      bin,
      [...rules.values()].reduce((sum, count) => sum + count, blocks.get(bin) ?? 0),
    );
  }
  const first = binOf(window.fromMs);
  const last = binOf(window.toMs - 1);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const bin = first + index;
    const hour = Array.from({ length: BINS_AN_HOUR }, (_gone, past) => blocks.get(bin - 1 - past) ?? 0);
    return {
      atMs: bin * BIN_MINUTES * MINUTE_MS,
      blocks: blocks.get(bin) ?? 0,
      before: index < BINS_AN_HOUR ? null : hour.reduce((sum, count) => sum + count, 0) / BINS_AN_HOUR,
      errorRatio: errors.get(bin) ?? null,
    };
  });
}

const binOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS / BIN_MINUTES);

/** How many times the mean of the hour before; a bin of few blocks is 0. */
export const riseOf = ({ blocks, before }: BlockBin): number =>
  before === null || blocks < SPIKE_BLOCKS_MIN ? 0 : blocks / Math.max(before, 1);

export const highestRise = (
  bins: readonly BlockBin[],
): { readonly atMs: number; readonly value: number } | undefined =>
  highest(bins.map((bin) => ({ atMs: bin.atMs, value: riseOf(bin) })));

/** Pearson's correlation of blocks and 5xx over the bins that have both; null when either never varies. */
export function correlationOf(bins: readonly BlockBin[]): number | null {
  const pairs = bins.flatMap(({ blocks, errorRatio }) =>
    errorRatio === null ? [] : [[blocks, errorRatio] as const],
  );
  const mean = (pick: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[pick], 0) / pairs.length;
  const [meanBlocks, meanErrors] = [mean(0), mean(1)];
  let together = 0;
  let ofBlocks = 0;
  let ofErrors = 0;
  for (const [blocks, errors] of pairs) {
    together += (blocks - meanBlocks) * (errors - meanErrors);
    ofBlocks += (blocks - meanBlocks) ** 2;
    ofErrors += (errors - meanErrors) ** 2;
  }
  return ofBlocks === 0 || ofErrors === 0 || pairs.length < 2
    ? null
    : together / Math.sqrt(ofBlocks * ofErrors);
}
