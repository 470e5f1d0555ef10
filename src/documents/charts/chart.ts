import type { Chart } from '../../domain/case-file.ts';
import type { Phases } from '../../domain/timeline.ts';
import { csvCell } from '../../domain/visible.ts';
import { sliSvg } from './sli.ts';
import { stackedSvg } from './stacked.ts';

/** The chart as a stand-alone SVG, the same bytes for the same input, with lines where phases begin. */
export const chartSvg = (chart: Chart, phases: Phases = {}): string =>
  chart.kind === 'sli' ? sliSvg(chart, phases) : stackedSvg(chart, phases);

/** The chart's numbers, one row a sample or a counted name, RFC 4180. */
export function chartCsv(chart: Chart): string {
  const rows =
    chart.kind === 'sli'
      ? chart.lines.flatMap((line) => line.points.map(([at, value]) => [at, line.name, value]))
      : chart.buckets.flatMap((bucket) =>
          Object.entries(bucket.counts).map(([name, total]) => [bucket.at, name, total]),
        );
  const header = ['at', chart.kind === 'sli' ? 'series' : 'name', chart.unit === '' ? 'value' : chart.unit];
  return `${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
