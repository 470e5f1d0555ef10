import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DataSet, type MeasuredSeries, type Recorded, rowsOf } from './data-set.ts';

/*
 * Nezha (FSE 2023): two shops of microservices, 101 faults put into a pod at a known second, metrics a minute.
 * The column TimeStamp is wrong in places; the column Time is right. Names of pods end in two hashes.
 */

const MINUTE_MS = 60_000;
const BEFORE_MS = 3 * MINUTE_MS;
const AFTER_MS = 5 * MINUTE_MS;
/** From so long after the last fault of a day on, so much is taken for what is usual; what follows is searched. */
const REST_MS = 30 * MINUTE_MS;
const USUAL_MS = 120 * MINUTE_MS;
const QUIET_MS = 60 * MINUTE_MS;

const faultSchema = z.record(
  z.string(),
  z.array(z.object({ inject_time: z.string(), inject_pod: z.string(), inject_type: z.string() })),
);

interface Day {
  readonly day: string;
  /** `after`: the time without faults that follows, put before each window. `before`: what was measured before. */
  readonly usual: 'after' | 'before';
}

const COLUMNS: Readonly<Record<string, string>> = {
  'CpuUsageRate(%)': 'cpu_usage_percent',
  'MemoryUsageRate(%)': 'memory_usage_percent',
  'PodServerLatencyP90(s)': 'server_latency_p90',
  'PodClientLatencyP90(s)': 'client_latency_p90',
  'PodWorkload(Ops)': 'requests_per_second',
  'SuccessRate(%)': 'success_percent',
  'LatencyP90(s)': 'latency_p90',
};

const timeMs = (text: string): number => Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`);
const serviceOf = (pod: string): string => pod.replace(/-[0-9a-f]+-[0-9a-z]+$/, '').toLowerCase();

function seriesOf(path: string): readonly MeasuredSeries[] {
  const [header = [], ...rows] = rowsOf(readFileSync(path, 'utf8'));
  return header.flatMap((column, index): readonly MeasuredSeries[] => {
    const name = COLUMNS[column];
    const first = rows[0]?.[2];
    if (name === undefined || first === undefined) return [];
    const points = rows.map((row): readonly [number, number] => [timeMs(row[0] ?? ''), Number(row[index])]);
    return [
      { name, service: serviceOf(first), points: points.filter(([, value]) => Number.isFinite(value)) },
    ];
  });
}

function dayOf(folder: string, { day, usual }: Day): readonly Recorded[] {
  const metrics = join(folder, 'rca_data', day, 'metric');
  const series = readdirSync(metrics)
    .filter((name) => name.endsWith('_metric.csv') || name === 'front_service.csv')
    .flatMap((name) => seriesOf(join(metrics, name)));
  const listed = readFileSync(join(folder, 'rca_data', day, `${day}-fault_list.json`), 'utf8');
  const faults = Object.values(faultSchema.parse(JSON.parse(listed))).flat();
  const usualFromMs = Math.max(...faults.map(({ inject_time }) => timeMs(inject_time))) + REST_MS;
  const usualToMs = usualFromMs + USUAL_MS;
  const over = (fromMs: number, toMs: number): readonly MeasuredSeries[] =>
    series.map(({ points, ...rest }) => ({
      ...rest,
      points: [
        ...points
          .filter(([atMs]) => usual === 'after' && atMs >= usualFromMs && atMs < usualToMs)
          .map(([atMs, value]) => [atMs - usualToMs + fromMs, value] as const),
        ...points.filter(
          ([atMs]) => atMs >= (usual === 'before' ? fromMs - USUAL_MS : fromMs) && atMs < toMs,
        ),
      ],
    }));
  const lastMs = Math.max(...series.flatMap(({ points }) => points.at(-1)?.[0] ?? []));
  const quiet = Array.from(
    { length: Math.floor((lastMs - usualToMs) / QUIET_MS) },
    (_, index) => usualToMs + index * QUIET_MS,
  );
  return [
    ...faults.map(({ inject_time, inject_pod, inject_type }): Recorded => {
      const startedMs = timeMs(inject_time);
      const window = { fromMs: startedMs - BEFORE_MS, toMs: startedMs + AFTER_MS };
      return {
        id: inject_time,
        cause: inject_type,
        window,
        truth: { startedMs, service: serviceOf(inject_pod) },
        series: over(window.fromMs, window.toMs),
      };
    }),
    ...quiet.map(
      (fromMs): Recorded => ({
        id: new Date(fromMs).toISOString(),
        cause: 'none',
        window: { fromMs, toMs: fromMs + QUIET_MS },
        truth: null,
        series: over(fromMs, fromMs + QUIET_MS),
      }),
    ),
  ];
}

const ONLINE_BOUTIQUE: readonly Day[] = [
  { day: '2022-08-22', usual: 'after' },
  { day: '2022-08-23', usual: 'after' },
];

/** On the 29th nobody used the shop any more once the faults were over: what follows is not what is usual. */
const TRAIN_TICKET: readonly Day[] = [
  { day: '2023-01-29', usual: 'before' },
  { day: '2023-01-30', usual: 'after' },
];

/** Of the clone or copy of the repository in `folder`. */
export const nezha = (folder: string): readonly DataSet[] => [
  { name: 'Nezha, OnlineBoutique', recorded: ONLINE_BOUTIQUE.flatMap((day) => dayOf(folder, day)) },
  { name: 'Nezha, TrainTicket', recorded: TRAIN_TICKET.flatMap((day) => dayOf(folder, day)) },
];
