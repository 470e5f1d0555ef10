import * as Plot from '@observablehq/plot';
import type { Chart } from '../../domain/case-file.ts';
import type { SamplePoint } from '../../domain/observation.ts';
import type { Phases } from '../../domain/timeline.ts';
import { oneLine } from '../../domain/visible.ts';
import { axisFigure } from '../view/format.ts';
import {
  axisTime,
  chartDocument,
  FONT,
  GRID,
  INK,
  LABEL_CHARACTER_PX,
  phaseLabelsPx,
  phaseLines,
  phaseMarks,
  svgDocument,
  WIDTH_PX,
} from './frame.ts';

type SliChart = Extract<Chart, { kind: 'sli' }>;

interface Point {
  readonly at: Date;
  /** NaN where the line breaks. */
  readonly value: number;
}

const PLOT_PX = 136;
const LEFT_PX = 58;
const BOTTOM_PX = 26;
/** Lines are told apart by dash and lightness; a fourth repeats the first. */
const STROKES = [
  { stroke: '#12466b', dash: '' },
  { stroke: '#000000', dash: '6 3' },
  { stroke: '#6b7c8c', dash: '2 2' },
] as const;

/** A service level over time: lines that break where there is no sample, threshold, baseline and phases. */
export function sliSvg(chart: SliChart, phases: Phases): string {
  const lines = chart.lines.map((line) => ({ name: oneLine(line.name, 28), points: broken(line.points) }));
  const times = lines.flatMap((line) => line.points.map((point) => point.at.getTime()));
  if (times.length === 0) return svgDocument(40, chart.title, noSamples);
  const domain = [new Date(min(times)), new Date(max(times))] as const;
  const rightPx =
    lines.length > 1 ? 16 + LABEL_CHARACTER_PX * max(lines.map((line) => line.name.length)) : 14;
  const marks = phaseLines(phases, domain, LEFT_PX, rightPx);
  const topPx = phaseLabelsPx(marks);
  const heightPx = topPx + PLOT_PX + BOTTOM_PX;
  const y = valueDomain(chart, lines);
  const levels = [chart.threshold, chart.baseline].filter((level) => level !== null);
  const plot = Plot.plot({
    document: chartDocument,
    className: 'plot',
    width: WIDTH_PX,
    height: heightPx,
    marginTop: topPx,
    marginBottom: BOTTOM_PX,
    marginLeft: LEFT_PX,
    marginRight: rightPx,
    style: { fontFamily: FONT, fontSize: '11px', color: INK, background: 'none' },
    x: { type: 'utc', domain: [...domain], label: null, ticks: 8, tickFormat: axisTime },
    y: {
      domain: y,
      label: null,
      ticks: 4,
      tickSize: 0,
      tickFormat: (value: number) => axisFigure(value, chart.unit),
    },
    marks: [
      Plot.gridY({ stroke: GRID, strokeOpacity: 1, ticks: 4 }),
      ...phaseMarks(marks, topPx),
      ...lines.map((line, index) => {
        const style = STROKES[index % STROKES.length] ?? STROKES[0];
        return Plot.line(line.points, {
          x: 'at',
          y: 'value',
          stroke: style.stroke,
          strokeWidth: 1.6,
          strokeDasharray: style.dash,
          strokeLinejoin: 'round',
        });
      }),
      ...endLabels(lines, y).map((label) =>
        Plot.text([label], {
          x: () => domain[1],
          y: 'value',
          text: 'name',
          textAnchor: 'start',
          dx: 6,
          dy: label.shiftPx,
        }),
      ),
      ...levels.flatMap((level) => {
        const isThreshold = level === chart.threshold;
        const text = oneLine(level.label, 60);
        const { side, offsetPx } = freePlace(
          text,
          level.value,
          lines,
          domain,
          y,
          WIDTH_PX - LEFT_PX - rightPx,
        );
        return [
          Plot.ruleY([level.value], {
            stroke: INK,
            strokeWidth: isThreshold ? 1.4 : 1,
            strokeDasharray: isThreshold ? '7 4' : '2 3',
          }),
          Plot.text([level.value], {
            y: (value: number) => value,
            text: [text],
            frameAnchor: side,
            dx: side === 'right' ? -4 : 4,
            dy: offsetPx,
            fontWeight: isThreshold ? 600 : 400,
            fill: INK,
          }),
        ];
      }),
    ],
  });
  return svgDocument(heightPx, chart.title, plot.outerHTML);
}

const noSamples =
  '<text x="8" y="24">No sample in the window: the source gave no data, which is not the same as zero.</text>';

/** Points with a break where samples are missing or are no number. */
function broken(points: readonly SamplePoint[]): Point[] {
  const read = points.map(([at, value]) => ({
    at: new Date(at),
    value: typeof value === 'number' ? value : Number.NaN,
  }));
  const stepsMs = read.slice(1).map((point, index) => point.at.getTime() - (read[index]?.at.getTime() ?? 0));
  const usualMs = [...stepsMs].sort((a, b) => a - b)[Math.floor(stepsMs.length / 2)] ?? 0;
  return read.flatMap((point, index) => {
    const stepMs = stepsMs[index - 1] ?? 0;
    if (index === 0 || stepMs <= usualMs * 1.5) return [point];
    return [{ at: new Date(point.at.getTime() - stepMs / 2), value: Number.NaN }, point];
  });
}

const min = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const max = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));

/** From zero, unless all that is shown lies in the upper half: then around it. */
function valueDomain(chart: SliChart, lines: readonly { points: readonly Point[] }[]): [number, number] {
  const values = [
    ...lines.flatMap((line) => line.points.map((point) => point.value)),
    ...[chart.threshold, chart.baseline].flatMap((level) => (level === null ? [] : [level.value])),
  ].filter(Number.isFinite);
  const high = values.length === 0 ? 1 : max(values);
  const low = values.length === 0 ? 0 : Math.min(min(values), high);
  const bottom = low > high / 2 ? low - (high - low) * 0.15 : Math.min(0, low);
  const top = high + (high - bottom) * 0.12;
  const all = chart.unit === 'ratio' ? 1 : chart.unit === '%' ? 100 : Number.POSITIVE_INFINITY;
  return bottom === top ? [bottom - 1, top + 1] : [bottom, high <= all ? Math.min(all, top) : top];
}

const LINE_LABEL_PX = 13;

/** Names at the ends of the lines, pushed apart where they would cover one another. */
function endLabels(
  lines: readonly { name: string; points: readonly Point[] }[],
  [bottom, top]: readonly [number, number],
): { name: string; value: number; shiftPx: number }[] {
  if (lines.length < 2) return [];
  const ends = lines
    .map((line) => ({
      name: line.name,
      value: line.points.findLast((point) => Number.isFinite(point.value))?.value ?? bottom,
    }))
    .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
  let lowestPx = Number.NEGATIVE_INFINITY;
  return ends.map((end) => {
    const ownPx = ((top - end.value) / (top - bottom)) * PLOT_PX;
    const atPx = Math.max(ownPx, lowestPx + LINE_LABEL_PX);
    lowestPx = atPx;
    return { ...end, shiftPx: atPx - ownPx };
  });
}

interface Place {
  readonly side: 'left' | 'right';
  /** From the level's line to the middle of the label, downward. */
  readonly offsetPx: number;
}

/** In order of preference. */
const places: readonly Place[] = [-8, 9, -16, 17].flatMap((offsetPx) => [
  { side: 'right', offsetPx },
  { side: 'left', offsetPx },
]);

const HALF_LABEL_PX = 7;

/** The place at either end of a level's line where its label covers the fewest points, inside the frame. */
function freePlace(
  label: string,
  level: number,
  lines: readonly { points: readonly Point[] }[],
  [from, to]: readonly [Date, Date],
  [bottom, top]: readonly [number, number],
  widthPx: number,
): Place {
  const downPx = (value: number): number => ((top - value) / (top - bottom)) * PLOT_PX;
  const points = lines.flatMap((line) => line.points).filter((point) => Number.isFinite(point.value));
  const labelPx = label.length * LABEL_CHARACTER_PX * 1.1 + 8;
  const covered = ({ side, offsetPx }: Place): number => {
    const middlePx = downPx(level) + offsetPx;
    if (middlePx + HALF_LABEL_PX > PLOT_PX) return Number.POSITIVE_INFINITY;
    return points.filter((point) => {
      const share = (point.at.getTime() - from.getTime()) / Math.max(1, to.getTime() - from.getTime());
      const acrossPx = (side === 'left' ? share : 1 - share) * widthPx;
      return acrossPx < labelPx && Math.abs(downPx(point.value) - middlePx) < HALF_LABEL_PX;
    }).length;
  };
  return places.reduce((best, place) => (covered(place) < covered(best) ? place : best));
}
