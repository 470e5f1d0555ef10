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
  LABEL_ROW_PX,
  phaseLabelsPx,
  phaseLines,
  svgDocument,
  WIDTH_PX,
} from './frame.ts';

type StackedChart = Extract<Chart, { kind: 'stacked' }>;

const PLOT_PX = 184;
const LEFT_PX = 58;
const RIGHT_PX = 14;
const BOTTOM_PX = 26;
const KEY_ROW_PX = 18;
const KEY_NAME_CHARACTERS_MAX = 90;
/** Longer names get a row each. */
const KEY_HALF_CHARACTERS_MAX = 36;
const OTHER = 'other';

/** Fills that differ in lightness and in texture, so that neighbours differ without colour. */
const TEXTURES = [
  `<rect width="8" height="8" fill="#17344f"/>`,
  `<rect width="8" height="8" fill="#c3ccd5"/>`,
  `<rect width="8" height="8" fill="#fff"/><path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="#17344f" stroke-width="1.6"/>`,
  `<rect width="8" height="8" fill="#64798c"/>`,
  `<rect width="8" height="8" fill="#eef1f4"/><circle cx="2" cy="2" r="1.1" fill="#17344f"/><circle cx="6" cy="6" r="1.1" fill="#17344f"/>`,
  `<rect width="8" height="8" fill="#fff"/><path d="M0 2h8M0 6h8" stroke="#17344f" stroke-width="1.4"/>`,
  `<rect width="8" height="8" fill="#93a3b2"/><path d="M2 0v8M6 0v8" stroke="#fff" stroke-width="1.2"/>`,
  `<rect width="8" height="8" fill="#fff"/><path d="M0 0l8 8M8 0l-8 8" stroke="#64798c" stroke-width="1"/>`,
  `<rect width="8" height="8" fill="#fff"/>`,
] as const;

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
  const fillOf = (index: number) => `url(#${textureId(chart, index)})`;
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
        bars,
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
      ...marks.flatMap((mark) => [
        Plot.ruleX([mark], {
          x: 'at',
          stroke: '#7b8794',
          strokeDasharray: '1 3',
          insetTop: mark.row * LABEL_ROW_PX - topPx + 4,
        }),
        Plot.text([mark], {
          x: 'at',
          text: 'label',
          frameAnchor: 'top-left',
          dx: 3,
          dy: mark.row * LABEL_ROW_PX - topPx + 4,
          fontSize: 10,
          fill: '#4a5763',
        }),
      ]),
    ],
  });
  const keyColumns = names.every((name) => name.length <= KEY_HALF_CHARACTERS_MAX) ? 2 : 1;
  const key = names.map((name, index) => keyEntry(chart, name, index, keyColumns, plotPx + 6)).join('');
  const textures = names.map((_, index) => texture(chart, index)).join('');
  const heightPx = plotPx + 8 + KEY_ROW_PX * Math.ceil(names.length / keyColumns);
  return svgDocument(heightPx, chart.title, `<defs>${textures}</defs>${plot.outerHTML}${key}`);
}

const textureId = (chart: StackedChart, index: number): string =>
  `${chart.id.replace(/[^a-zA-Z0-9-]/g, '')}-texture-${index}`;

const texture = (chart: StackedChart, index: number): string =>
  `<pattern id="${textureId(chart, index)}" width="8" height="8" patternUnits="userSpaceOnUse">${TEXTURES[index % TEXTURES.length]}</pattern>`;

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
    `<rect x="${x}" y="${y}" width="18" height="11" fill="url(#${textureId(chart, index)})" stroke="${INK}" stroke-width=".6"/>` +
    `<text x="${x + 24}" y="${y + 9.5}">${htmlText(oneLine(name, KEY_NAME_CHARACTERS_MAX))} <tspan font-weight="600">${count(total)}</tspan></text>`
  );
}
