import * as Plot from '@observablehq/plot';
import type { Chart } from '../../domain/case-file.ts';
import type { Phases } from '../../domain/timeline.ts';
import { oneLine } from '../../domain/visible.ts';
import { htmlText } from '../escape.ts';
import { count } from '../view/format.ts';
import {
  axisTime,
  chartDocument,
  FONT,
  GRID,
  INK,
  phaseLabelsPx,
  phaseLines,
  phaseMarks,
  svgDocument,
  WIDTH_PX,
} from './frame.ts';
import { fillOf, lines, swatch } from './texture.ts';

type StackedChart = Extract<Chart, { kind: 'stacked' }>;

const PLOT_PX = 160;
const LEFT_PX = 58;
const RIGHT_PX = 14;
const BOTTOM_PX = 26;
const KEY_ROW_PX = 18;
const KEY_NAME_CHARACTERS_MAX = 90;
/** Longer names get a row each. */
const KEY_HALF_CHARACTERS_MAX = 36;
const OTHER = 'other';

/** Counts by name over time, one bar a bucket, with a key that carries the totals. */
export function stackedSvg(chart: StackedChart, phases: Phases): string {
  const names = namesOf(chart);
  const bars = chart.buckets.flatMap((bucket) =>
    names.map((name) => ({
      from: new Date(bucket.at),
      to: new Date(Date.parse(bucket.at) + chart.bucketMs),
      name,
      count: bucket.counts[name] ?? 0,
    })),
  );
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last) return svgDocument(40, chart.title, '<text x="8" y="24">Nothing was counted.</text>');
  const domain = [first.from, last.to] as const;
  const marks = phaseLines(phases, domain, LEFT_PX, RIGHT_PX);
  const topPx = phaseLabelsPx(marks);
  const plotPx = topPx + PLOT_PX + BOTTOM_PX;
  const plot = Plot.plot({
    document: chartDocument,
    className: 'plot',
    width: WIDTH_PX,
    height: plotPx,
    marginTop: topPx,
    marginBottom: BOTTOM_PX,
    marginLeft: LEFT_PX,
    marginRight: RIGHT_PX,
    style: { fontFamily: FONT, fontSize: '11px', color: INK, background: 'none' },
    x: { type: 'utc', domain: [...domain], label: null, ticks: 8, tickFormat: axisTime },
    y: { label: null, ticks: 4, tickSize: 0, tickFormat: count, nice: true },
    color: { type: 'ordinal', domain: names, range: names.map((_, index) => fillOf(index)) },
    marks: [
      Plot.gridY({ stroke: GRID, strokeOpacity: 1, ticks: 4 }),
      Plot.rectY(
        bars.filter((bar) => bar.count > 0),
        Plot.stackY({
          x1: 'from',
          x2: 'to',
          y: 'count',
          fill: 'name',
          order: names,
          stroke: INK,
          strokeWidth: 0.4,
          inset: 0.5,
        }),
      ),
      Plot.ruleY([0], { stroke: INK }),
      ...phaseMarks(marks, topPx),
    ],
  });
  const keyColumns = names.every((name) => name.length <= KEY_HALF_CHARACTERS_MAX) ? 2 : 1;
  const key = names.map((name, index) => keyEntry(chart, name, index, keyColumns, plotPx + 6)).join('');
  const heightPx = plotPx + 8 + KEY_ROW_PX * Math.ceil(names.length / keyColumns);
  return svgDocument(heightPx, chart.title, plot.outerHTML + textureLines(chart, names, plot) + key);
}

/** What Plot returns, as far as it is read here. */
interface Drawing {
  querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null }>;
}

/** Lines over the bars that Plot drew; a bar's fill says which name it stands for. */
function textureLines(chart: StackedChart, names: readonly string[], plot: Drawing): string {
  const bars = Array.from(plot.querySelectorAll('g[aria-label="rect"] rect'), (bar) => ({
    fill: bar.getAttribute('fill'),
    x: Number(bar.getAttribute('x')),
    y: Number(bar.getAttribute('y')),
    width: Number(bar.getAttribute('width')),
    height: Number(bar.getAttribute('height')),
  }));
  return names
    .map((_, index) => {
      const own = bars.filter((bar) => bar.fill === fillOf(index));
      return lines(index, own, textureId(chart, `bars-${index}`));
    })
    .join('');
}

const textureId = (chart: StackedChart, part: string): string =>
  `${chart.id.replace(/[^a-zA-Z0-9-]/g, '')}-${part}`;

/** `other` last, and only where something is counted under it. */
function namesOf(chart: StackedChart): string[] {
  const named = chart.names.filter((name) => name !== OTHER);
  const hasOther = chart.buckets.some((bucket) => (bucket.counts[OTHER] ?? 0) > 0);
  return hasOther ? [...named, OTHER] : named;
}

function keyEntry(chart: StackedChart, name: string, index: number, columns: number, topPx: number): string {
  const total = chart.buckets.reduce((sum, bucket) => sum + (bucket.counts[name] ?? 0), 0);
  const x = LEFT_PX + (index % columns) * ((WIDTH_PX - LEFT_PX) / columns);
  const y = topPx + Math.floor(index / columns) * KEY_ROW_PX;
  return (
    swatch(index, { x, y, width: 18, height: 11 }, textureId(chart, `key-${index}`)) +
    `<text x="${x + 24}" y="${y + 9.5}">${htmlText(oneLine(name, KEY_NAME_CHARACTERS_MAX))} <tspan font-weight="600">${count(total)}</tspan></text>`
  );
}
