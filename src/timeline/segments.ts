/** A run of bins, `from` included, `to` excluded, over which the rate is taken as one. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts a series of counts where its rate changes: the division into at most `segmentsMax` runs that best
 * explains the counts as Poisson rates, where a further cut must gain enough to be worth a reader's line.
 * A gap is a run of rate zero.
 */
export function segmentsOf(counts: readonly number[], segmentsMax: number): readonly Segment[] {
  const bins = counts.length;
  if (bins === 0) return [];
  const sums = [0];
  for (const count of counts) sums.push((sums.at(-1) ?? 0) + count);
  const total = sums[bins] ?? 0;
  const worthNats = 10 + total / 50;

  const likelihood = (from: number, to: number): number => {
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    return sum === 0 ? 0 : sum * Math.log(sum / (to - from));
  };

  // best[k][to]: the likelihood of the best division of the first `to` bins into k + 1 runs.
  const best: number[][] = [counts.map((_, bin) => likelihood(0, bin + 1))];
  best[0]?.unshift(0);
  const cutAt: number[][] = [[]];
  for (let k = 1; k < Math.min(segmentsMax, bins); k += 1) {
    const row: number[] = [];
    const cuts: number[] = [];
    for (let to = k + 1; to <= bins; to += 1) {
      let top = Number.NEGATIVE_INFINITY;
      for (let cut = k; cut < to; cut += 1) {
        const value = (best[k - 1]?.[cut] ?? Number.NEGATIVE_INFINITY) + likelihood(cut, to);
        if (value > top) {
          top = value;
          cuts[to] = cut;
        }
      }
      row[to] = top;
    }
    best.push(row);
    cutAt.push(cuts);
  }

  let chosen = 0;
  best.forEach((row, k) => {
    const gain = (row[bins] ?? 0) - (best[chosen]?.[bins] ?? 0);
    if (gain > worthNats * (k - chosen)) chosen = k;
  });
  const segments: Segment[] = [];
  let to = bins;
  for (let k = chosen; k >= 0; k -= 1) {
    const from = k === 0 ? 0 : (cutAt[k]?.[to] ?? 0);
    segments.unshift({ from, to });
    to = from;
  }
  return segments;
}
