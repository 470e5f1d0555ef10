import { chartSvg } from '../documents/charts/chart.ts';
import { chartPng } from '../documents/png.ts';
import type { Chart } from '../domain/case-file.ts';
import { phaseNames } from '../domain/incident.ts';
import type { Phases } from '../domain/timeline.ts';
import { oneLine } from '../domain/visible.ts';
import { findings } from './case.ts';
import type { Context } from './context.ts';
import { writeFileWhole } from './documents.ts';

/** A chart of the incident as an image file. */
export interface Preview {
  readonly path: string;
  readonly title: string;
  /** What the image shows, for those who do not see it. */
  readonly alt: string;
}

/** Draws the first chart that the documents have; null while evidence gives none. */
export async function preview(context: Context, incident: string, outDir: string): Promise<Preview | null> {
  const { analysis, timeline } = await findings(context, incident);
  const [chart] = analysis.charts;
  if (chart === undefined) return null;
  const svg = chartSvg(chart, timeline.phases);
  const png = await chartPng(svg, sizeOf(svg), context.browser);
  const path = await writeFileWhole(outDir, 'chart.png', png);
  return { path, title: `${incident}: ${oneLine(chart.title, 120)}`, alt: tellChart(chart, timeline.phases) };
}

/** The charts' SVGs say how large they are. */
function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const size = /^<svg[^>]* width="(?<width>[\d.]+)" height="(?<height>[\d.]+)"/.exec(svg)?.groups;
  if (size === undefined) throw new Error('a chart does not say how large it is');
  return { width: Math.ceil(Number(size['width'])), height: Math.ceil(Number(size['height'])) };
}

/** Slack takes 1,000 characters. */
export function tellChart(chart: Chart, phases: Phases): string {
  const marked = phaseNames.flatMap((name) => {
    const phase = phases[name];
    return phase === undefined ? [] : [`${name} at ${phase.at}`];
  });
  return [
    `Chart: ${oneLine(chart.title, 120)}${chart.unit === '' ? '' : `, in ${chart.unit}`}`,
    tellData(chart),
    ...(marked.length === 0 ? [] : [`Vertical lines mark the phases: ${marked.join(', ')}`]),
  ].join('. ');
}

function tellData(chart: Chart): string {
  if (chart.kind === 'sli') {
    const values = chart.lines.flatMap(({ points }) =>
      points.flatMap(([, value]) => (typeof value === 'number' ? [value] : [])),
    );
    const threshold = chart.threshold === null ? '' : `, threshold ${chart.threshold.value}`;
    return values.length === 0
      ? 'It holds no samples'
      : `${chart.lines.length} ${chart.lines.length === 1 ? 'line' : 'lines'} of ${values.length} samples, lowest ${lowest(values)}, highest ${highest(values)}${threshold}`;
  }
  const totals = chart.names.map((name) => {
    const total = chart.buckets.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
    return `${oneLine(name, 40)} ${total.toLocaleString('en-GB')}`;
  });
  return `Stacked bars over time, ${chart.buckets.length} of them. Totals: ${totals.join(', ')}`;
}

const lowest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
