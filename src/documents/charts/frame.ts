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

/** A phase within the chart's span and the row that its label stands on. */
export interface PhaseLine {
  readonly at: Date;
  readonly label: string;
  readonly row: number;
}

export const LABEL_CHARACTER_PX = 5.6;
const LABEL_GAP_PX = 8;

/**
 * Phases between two times, in order. A label that would run into earlier ones stands below them, so that its
 * line crosses none. `leftPx` and `rightPx` are the chart's margins.
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
  const placed: (PhaseLine & { readonly endPx: number })[] = [];
  const within = Object.entries(phases)
    .map(([name, phase]) => ({ label: words(name), at: new Date(phase.at) }))
    .filter(({ at }) => at >= from && at <= to)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { label, at } of within) {
    const startPx = ((at.getTime() - from.getTime()) / spanMs) * widthPx;
    const above = placed.filter((line) => line.endPx + LABEL_GAP_PX > startPx).map((line) => line.row);
    placed.push({
      at,
      label,
      row: 1 + Math.max(-1, ...above),
      endPx: startPx + label.length * LABEL_CHARACTER_PX,
    });
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
        dx: 3,
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
