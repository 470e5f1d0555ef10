import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Phases } from '../../domain/timeline.ts';
import { htmlText } from '../escape.ts';
import { words } from '../view/format.ts';

export const WIDTH_PX = 660;
export const FONT = 'IBM Plex Sans, Rca Brackets, Noto Sans JP, Noto Emoji, sans-serif';
export const INK = '#16202c';
export const GRID = '#d5dbe1';

/** The document that Plot draws into: there is no browser here. */
export const chartDocument = parseHTML('<!doctype html><html><body></body></html>').document;

/** A phase within the chart's span, and where its label stands beside its line. */
export interface PhaseLine {
  readonly at: Date;
  readonly label: string;
  readonly side: 'left' | 'right';
  /** From the top. */
  readonly row: number;
}

export const LABEL_CHARACTER_PX = 5.6;
const LABEL_GAP_PX = 8;

/**
 * Phases between two times, in order. The first of them have their labels on the left, the others on the
 * right, so that the labels need the fewest rows; a line begins below each label that it would cross.
 * `leftPx` and `rightPx` are the chart's margins.
 */
export function phaseLines(
  phases: Phases,
  domain: readonly [Date, Date],
  leftPx: number,
  rightPx: number,
): readonly PhaseLine[] {
  const [from, to] = domain;
  const spanMs = Math.max(1, to.getTime() - from.getTime());
  const widthPx = WIDTH_PX - leftPx - rightPx;
  const within = Object.entries(phases)
    .map(([name, phase]) => ({ label: words(name), at: new Date(phase.at) }))
    .filter(({ at }) => at >= from && at <= to)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((line) => ({
      ...line,
      linePx: ((line.at.getTime() - from.getTime()) / spanMs) * widthPx,
      labelPx: line.label.length * LABEL_CHARACTER_PX + LABEL_GAP_PX,
    }));
  const fits = (first: number) => within.slice(0, first).every((line) => line.linePx >= line.labelPx);
  const layouts = [...within.keys()].filter(fits).map((first) => [
    // Seen from the lines outward, left and right are the same problem.
    ...stairs(within.slice(0, first).reverse(), 'left', (line) => widthPx - line.linePx),
    ...stairs(within.slice(first), 'right', (line) => line.linePx),
  ]);
  const rows = (layout: readonly PhaseLine[]) => Math.max(...layout.map((line) => line.row));
  return layouts.reduce((best, layout) => (rows(layout) < rows(best) ? layout : best), layouts[0] ?? []);
}

interface Placeable {
  readonly at: Date;
  readonly label: string;
  readonly linePx: number;
  readonly labelPx: number;
}

/** Each label one row below those of earlier lines that reach over its line. */
function stairs(
  lines: readonly Placeable[],
  side: PhaseLine['side'],
  outwardPx: (line: Placeable) => number,
): PhaseLine[] {
  const placed: (PhaseLine & { readonly endPx: number })[] = [];
  for (const line of lines) {
    const startPx = outwardPx(line);
    const above = placed.filter(({ endPx }) => endPx > startPx).map(({ row }) => row);
    const row = 1 + Math.max(-1, ...above);
    placed.push({ at: line.at, label: line.label, side, row, endPx: startPx + line.labelPx });
  }
  return placed;
}

const LABEL_ROW_PX = 13;

/** Room above the chart for the labels of its phases. */
export const phaseLabelsPx = (lines: readonly PhaseLine[]): number =>
  8 + LABEL_ROW_PX * (1 + Math.max(-1, ...lines.map((line) => line.row)));

/** A dotted line and a name above the chart for each phase. `topPx` is the chart's top margin. */
export const phaseMarks = (lines: readonly PhaseLine[], topPx: number): Plot.Markish[] =>
  lines.flatMap((line) => {
    const labelPx = line.row * LABEL_ROW_PX - topPx + 4;
    return [
      Plot.ruleX([line], { x: 'at', stroke: '#7b8794', strokeDasharray: '1 3', insetTop: labelPx }),
      Plot.text([line], {
        x: 'at',
        text: 'label',
        frameAnchor: 'top-left',
        dx: line.side === 'left' ? -3 : 3,
        textAnchor: line.side === 'left' ? 'end' : 'start',
        dy: labelPx,
        fontSize: 10,
        fill: '#4a5763',
      }),
    ];
  });

/** `10:30`, with the date where a day begins. */
export function axisTime(at: Date): string {
  const iso = at.toISOString();
  return iso.slice(11, 16) === '00:00' ? `${iso.slice(5, 10)}` : iso.slice(11, 16);
}

/** A stand-alone SVG around drawings that are placed by `y`. */
export const svgDocument = (heightPx: number, label: string, inner: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_PX} ${heightPx}" width="${WIDTH_PX}" height="${heightPx}" role="img" aria-label="${htmlText(label)}" font-family="${FONT}" font-size="11" fill="${INK}">${inner}</svg>`;
