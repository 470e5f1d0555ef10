/** The times that a pack states, in milliseconds since 1970. */
export interface StatedTimes {
  /** What evidence tells of. */
  readonly facts: readonly {
    readonly id: string;
    readonly atMs: number;
    readonly evidence: readonly string[];
  }[];
  /** When each item was collected, and when the ledger first told of it; null when it does not. */
  readonly collected: readonly {
    readonly id: string;
    readonly atMs: number;
    readonly toldMs: number | null;
  }[];
  readonly ledgerMs: readonly number[];
  readonly timestamps: readonly { readonly name: string; readonly atMs: number }[];
  readonly nowMs: number;
}

export interface JudgedTimes {
  readonly problems: readonly string[];
  /** Worth a word though nothing contradicts: a source's clock is its own. */
  readonly notes: readonly string[];
}

/** Between two clocks that are both meant to be right. */
export const TOLERANCE_MS = 5 * 60_000;
/** Between the timestamps of one pack, which are asked for while it is written. */
export const SPREAD_MAX_MS = 60 * 60_000;
/** Between the ledger's last entry and the seal, before it is told. */
export const SEALED_LATE_MS = 24 * 60 * 60_000;

const FACTS_TOLD = 3;

/** Facts before collection, collection before the ledger, the ledger before timestamps, and all before now. */
export function judgeTimes(times: StatedTimes): JudgedTimes {
  const { ledgerMs, timestamps, nowMs } = times;
  const headMs = latest(ledgerMs);
  const stampedMs = timestamps.map(({ atMs }) => atMs);
  const spreadMs = stampedMs.length < 2 ? 0 : latest(stampedMs) - earliest(stampedMs);
  const apart = `the timestamps are ${inWords(spreadMs)} apart: ${iso(earliest(stampedMs))} and ${iso(latest(stampedMs))}`;
  const problems = [
    ...collectionProblems(times),
    ...timestamps
      .filter(({ atMs }) => headMs > atMs + TOLERANCE_MS)
      .map(
        ({ name, atMs }) => `${name} is of ${iso(atMs)}, before the ledger's last entry of ${iso(headMs)}`,
      ),
    ...timestamps
      .filter(({ atMs }) => atMs > nowMs + TOLERANCE_MS)
      .map(({ name, atMs }) => `${name} is of ${iso(atMs)}, which is after now, ${iso(nowMs)}`),
    ...(headMs > nowMs + TOLERANCE_MS
      ? [`the ledger's last entry is of ${iso(headMs)}, which is after now, ${iso(nowMs)}`]
      : []),
    ...(spreadMs > SPREAD_MAX_MS ? [apart] : []),
  ];
  const sealedMs = earliest(stampedMs);
  const late = sealedMs - headMs > SEALED_LATE_MS && Number.isFinite(sealedMs) && Number.isFinite(headMs);
  return {
    problems,
    notes: [
      ...(timestamps.length === 0 ? ['no timestamp tells when it was sealed'] : []),
      ...(stampedMs.length > 1 && spreadMs <= SPREAD_MAX_MS ? [apart] : []),
      ...(late
        ? [
            `it was sealed at ${iso(sealedMs)}, ${inWords(sealedMs - headMs)} after the ledger's last entry of ${iso(headMs)}`,
          ]
        : []),
      ...factNotes(times),
    ],
  };
}

function collectionProblems({ collected, nowMs }: StatedTimes): readonly string[] {
  return collected.flatMap(({ id, atMs, toldMs }) => [
    ...(toldMs !== null && atMs > toldMs + TOLERANCE_MS
      ? [`${id} says that it was collected at ${iso(atMs)}, after the ledger told of it at ${iso(toldMs)}`]
      : []),
    ...(atMs > nowMs + TOLERANCE_MS
      ? [`${id} says that it was collected at ${iso(atMs)}, which is after now, ${iso(nowMs)}`]
      : []),
  ]);
}

/** The clock of a source may be ahead, and a collection takes its time: told, and not held against the pack. */
function factNotes({ facts, collected }: StatedTimes): readonly string[] {
  const collectedMs = new Map(collected.map(({ id, atMs }) => [id, atMs]));
  const notes = facts.flatMap(({ id, atMs, evidence }) => {
    const known = evidence.flatMap((item) => collectedMs.get(item) ?? []);
    return known.length > 0 && atMs > latest(known) + TOLERANCE_MS
      ? [
          `${id} is of ${iso(atMs)}, after its evidence ${evidence.join(', ')} was collected at ${iso(latest(known))}`,
        ]
      : [];
  });
  const more = notes.length - FACTS_TOLD;
  return more > 0 ? [...notes.slice(0, FACTS_TOLD), `and ${more} more such facts`] : notes;
}

const latest = (times: readonly number[]): number =>
  times.reduce((one, other) => Math.max(one, other), -Infinity);
const earliest = (times: readonly number[]): number =>
  times.reduce((one, other) => Math.min(one, other), Infinity);

const iso = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString() : 'no time');

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function inWords(ms: number): string {
  const [name, unitMs] = UNITS.find(([, unit]) => ms >= unit) ?? ['second', 1_000];
  const count = Math.floor(ms / unitMs);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
