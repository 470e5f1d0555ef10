import { INK } from './frame.ts';

/** A rectangle in the pixels of a drawing. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A fill and the lines over it. */
interface Texture {
  readonly fill: string;
  readonly line: string;
  readonly lineWidthPx: number;
  /** Path data that covers the area. */
  readonly path: (area: Area) => string;
}

const STEP_PX = 6;
const none = (): string => '';

const each = (from: number, to: number, draw: (at: number) => string): string => {
  const parts: string[] = [];
  for (let at = Math.floor(from / STEP_PX) * STEP_PX; at <= to; at += STEP_PX) parts.push(draw(at));
  return parts.join('');
};

const rising = ({ x, y, width, height }: Area): string =>
  each(x - height, x + width, (at) => `M${at} ${y + height}l${height} ${-height}`);
const falling = ({ x, y, width, height }: Area): string =>
  each(x - height, x + width, (at) => `M${at} ${y}l${height} ${height}`);
const level = ({ x, y, width, height }: Area): string => each(y, y + height, (at) => `M${x} ${at}h${width}`);
const upright = ({ x, y, width, height }: Area): string =>
  each(x, x + width, (at) => `M${at} ${y}v${height}`);

/**
 * Fills that differ in lightness and in line, so that neighbours differ without colour. Drawn as paths: an
 * SVG pattern would reach the PDF as a picture for each bar. Each fill is its own, if by a hair.
 */
const textures = [
  { fill: '#17344f', line: 'none', lineWidthPx: 0, path: none },
  { fill: '#c3ccd5', line: 'none', lineWidthPx: 0, path: none },
  { fill: '#ffffff', line: '#17344f', lineWidthPx: 1.4, path: rising },
  { fill: '#64798c', line: 'none', lineWidthPx: 0, path: none },
  { fill: '#eef1f4', line: '#17344f', lineWidthPx: 1, path: level },
  { fill: '#93a3b2', line: '#ffffff', lineWidthPx: 1.2, path: falling },
  { fill: '#fefefe', line: '#64798c', lineWidthPx: 1, path: upright },
  { fill: '#17344e', line: '#ffffff', lineWidthPx: 1, path: rising },
  { fill: '#fdfdfd', line: 'none', lineWidthPx: 0, path: none },
] as const satisfies readonly Texture[];

const textureOf = (index: number): Texture => textures[index % textures.length] ?? textures[0];

export const fillOf = (index: number): string => textureOf(index).fill;

/** The lines of a texture over some areas; empty for a plain one. `id` is unique in the document. */
export function lines(index: number, areas: readonly Area[], id: string): string {
  const texture = textureOf(index);
  if (texture.path === none || areas.length === 0) return '';
  const left = Math.min(...areas.map((area) => area.x));
  const top = Math.min(...areas.map((area) => area.y));
  const right = Math.max(...areas.map((area) => area.x + area.width));
  const bottom = Math.max(...areas.map((area) => area.y + area.height));
  const whole = { x: left, y: top, width: right - left, height: bottom - top };
  const clips = areas.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');
  return (
    `<clipPath id="${id}"><path d="${clips}"/></clipPath>` +
    `<path d="${texture.path(whole)}" clip-path="url(#${id})" fill="none" stroke="${texture.line}" stroke-width="${texture.lineWidthPx}"/>`
  );
}

/** A small sample for a key. */
export function swatch(index: number, area: Area, id: string): string {
  const { x, y, width, height } = area;
  const rectangle = (fill: string, stroke: string) =>
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" stroke="${stroke}" stroke-width=".6"/>`;
  return rectangle(fillOf(index), 'none') + lines(index, [area], id) + rectangle('none', INK);
}
