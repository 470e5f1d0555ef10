import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DataSet, type MeasuredSeries, type Recorded, rowsOf } from './data-set.ts';

/*
 * PetShop (2023): one application on AWS, 68 faults, latency, requests and availability of each component every
 * five minutes. Of each fault 25 minutes are there, of the application without a fault about two days.
 */

const STEP_MS = 300_000;
const QUIET_MS = 12 * STEP_MS;
const SCENARIOS = ['low_traffic', 'high_traffic', 'temporal_traffic1', 'temporal_traffic2'] as const;

const targetSchema = z.object({
  target: z.object({ node: z.string(), metric: z.string(), timestamp: z.number() }),
  root_cause: z.object({ node: z.string() }),
});

/** Of the statistics of a metric one says what the others say. */
const STATISTICS: Readonly<Record<string, string>> = {
  latency: 'Average',
  availability: 'Average',
  requests: 'Sum',
};

function seriesOf(path: string): readonly MeasuredSeries[] {
  const [services = [], metrics = [], statistics = [], , ...rows] = rowsOf(readFileSync(path, 'utf8'));
  return services.flatMap((service, index): readonly MeasuredSeries[] => {
    const name = metrics[index] ?? '';
    if (index === 0 || STATISTICS[name] !== statistics[index]) return [];
    const points = rows
      .filter((row) => row[index] !== '' && row[index] !== undefined)
      .map((row): readonly [number, number] => [Number(row[0]) * 1000, Number(row[index])]);
    return [{ name, service, points }];
  });
}

const keyOf = ({ name, service }: MeasuredSeries): string => `${name} ${service}`;

function after(
  usual: readonly MeasuredSeries[],
  series: readonly MeasuredSeries[],
  fromMs: number,
): readonly MeasuredSeries[] {
  const before = new Map(usual.map((one) => [keyOf(one), one.points]));
  return series.map((one) => {
    const points = before.get(keyOf(one)) ?? [];
    const endMs = Math.max(...usual.map((other) => other.points.at(-1)?.[0] ?? 0)) + STEP_MS;
    return {
      ...one,
      points: [...points.map(([atMs, value]) => [atMs - endMs + fromMs, value] as const), ...one.points],
    };
  });
}

function scenarioOf(folder: string): readonly Recorded[] {
  const well = seriesOf(join(folder, 'noissue', 'metrics.csv'));
  const times = well.flatMap(({ points }) => points.map(([atMs]) => atMs));
  const [firstMs, lastMs] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const middleMs = firstMs + Math.floor((lastMs - firstMs) / 2 / STEP_MS) * STEP_MS;
  const cut = (fromMs: number, toMs: number): readonly MeasuredSeries[] =>
    well.map((one) => ({ ...one, points: one.points.filter(([atMs]) => atMs >= fromMs && atMs < toMs) }));
  const faults = ['train', 'test'].flatMap((part) =>
    readdirSync(join(folder, part)).map((name): Recorded => {
      const series = seriesOf(join(folder, part, name, 'metrics.csv'));
      const { target, root_cause } = targetSchema.parse(
        JSON.parse(readFileSync(join(folder, part, name, 'target.json'), 'utf8')),
      );
      const all = series.flatMap(({ points }) => points.map(([atMs]) => atMs));
      const window = { fromMs: Math.min(...all), toMs: Math.max(...all) + STEP_MS };
      return {
        id: `${part}/${name}`,
        cause: target.metric,
        window,
        truth: { startedMs: target.timestamp * 1000, service: root_cause.node },
        series: after(well, series, window.fromMs),
      };
    }),
  );
  const quiet = Array.from(
    { length: Math.floor((lastMs - middleMs) / QUIET_MS) },
    (_, index) => middleMs + index * QUIET_MS,
  );
  return [
    ...faults,
    ...quiet.map(
      (fromMs): Recorded => ({
        id: new Date(fromMs).toISOString(),
        cause: 'none',
        window: { fromMs, toMs: fromMs + QUIET_MS },
        truth: null,
        series: after(cut(firstMs, middleMs), cut(fromMs, fromMs + QUIET_MS), fromMs),
      }),
    ),
  ];
}

/** Of the clone or copy of the repository in `folder`; a scenario without its files is left out. */
export const petshop = (folder: string): readonly DataSet[] => [
  {
    name: 'PetShop',
    recorded: SCENARIOS.map((name) => join(folder, 'dataset', name))
      .filter((scenario) => existsSync(join(scenario, 'noissue', 'metrics.csv')))
      .flatMap(scenarioOf),
  },
];
