import type { Kind } from '../domain/observation.ts';
import type { FacetName } from '../domain/vocabulary/entry.ts';
import type { EntryDraft } from './entry.ts';
import { sortedIds } from './evidence-ids.ts';
import type { RecordTable } from './record-table.ts';
import { segmentsOf } from './segments.ts';
import { addTo, type Tally, top } from './tally.ts';
import { clusterTitle } from './titles.ts';

type Table = RecordTable<FacetName>;

const BINS_MAX = 288;
const BIN_MIN_MS = 60_000;
const CLUSTERS_PER_PHASE_MAX = 3;
/** How many names a cluster keeps; labels are what bots are told by, so that all of them stay. */
const NAMES_MAX: Readonly<Partial<Record<FacetName, number>>> = { label: 200, rule: 20, ruleset: 20 };
const NAMES_MAX_DEFAULT = 10;

/** Clusters that do not overlap, cut at the boundaries and where the rate changes. */
export function clustersOf(
  kind: Kind,
  table: Table,
  facets: readonly FacetName[],
  boundariesMs: readonly number[],
): readonly EntryDraft[] {
  const rows = table.inOrder();
  const spanMs = table.atMs(rows.at(-1) ?? 0) - table.atMs(rows[0] ?? 0);
  const binMs = Math.max(BIN_MIN_MS, Math.ceil(spanMs / BINS_MAX / BIN_MIN_MS) * BIN_MIN_MS);
  return splitAt(rows, boundariesMs, table)
    .flatMap((part) => splitByRate(part, binMs, table))
    .map((part) => clusterOf(kind, table, facets, part));
}

function splitAt(rows: Uint32Array, boundariesMs: readonly number[], table: Table): readonly Uint32Array[] {
  const parts: Uint32Array[] = [];
  let from = 0;
  for (const boundaryMs of [...boundariesMs].sort((a, b) => a - b)) {
    const to = firstAtOrAfter(rows, boundaryMs, table);
    if (to > from) parts.push(rows.subarray(from, to));
    from = Math.max(from, to);
  }
  if (from < rows.length) parts.push(rows.subarray(from));
  return parts;
}

function firstAtOrAfter(rows: Uint32Array, atMs: number, table: Table): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table.atMs(rows[middle] ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function splitByRate(rows: Uint32Array, binMs: number, table: Table): readonly Uint32Array[] {
  const firstBin = Math.floor(table.atMs(rows[0] ?? 0) / binMs);
  const lastBin = Math.floor(table.atMs(rows.at(-1) ?? 0) / binMs);
  const counts = new Array<number>(lastBin - firstBin + 1).fill(0);
  for (const row of rows) {
    const bin = Math.floor(table.atMs(row) / binMs) - firstBin;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const cutsMs = segmentsOf(counts, CLUSTERS_PER_PHASE_MAX).map(({ from }) => (firstBin + from) * binMs);
  return splitAt(rows, cutsMs, table);
}

function clusterOf(kind: Kind, table: Table, facets: readonly FacetName[], rows: Uint32Array): EntryDraft {
  const tallies = new Map<FacetName, Tally>(facets.map((facet) => [facet, new Map()]));
  const evidence = new Set<string>();
  let bots = 0;
  for (const row of rows) {
    evidence.add(table.evidence(row));
    if (table.flag(row)) bots += 1;
    for (const [facet, tally] of tallies) {
      for (const value of table.facet(row, facet)) addTo(tally, value);
    }
  }
  const counts = [...tallies]
    .filter(([, tally]) => tally.size > 0)
    .map(([facet, tally]) => [`by.${facet}`, top(tally, NAMES_MAX[facet] ?? NAMES_MAX_DEFAULT)] as const);
  return {
    kind,
    at: table.at(rows[0] ?? 0),
    until: table.at(rows.at(-1) ?? 0),
    title: clusterTitle(kind, rows.length, bots, tallies),
    count: rows.length,
    evidence: sortedIds(evidence),
    attributes: { ...Object.fromEntries(counts), ...(bots > 0 ? { bots } : {}) },
    subject: '',
  };
}
