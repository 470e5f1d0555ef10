import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codePointName } from '../../domain/visible.ts';
import { bracketCodePoints, bracketFont } from './bracket-font.ts';
import { codePointsOf } from './cmap.ts';

/** Embedded families. A character is drawn by the first of them that has it. */
const families = [
  { name: 'IBM Plex Sans', pkg: 'ibm-plex-sans', faces: ['400-normal', '600-normal'] },
  { name: 'IBM Plex Mono', pkg: 'ibm-plex-mono', faces: ['400-normal'] },
  { name: 'Noto Sans JP', pkg: 'noto-sans-jp', faces: ['400-normal'] },
  { name: 'Noto Emoji', pkg: 'noto-emoji', faces: ['400-normal'] },
] as const;

/** One file of a family: the glyphs of some scripts in one weight. */
interface Subset {
  readonly family: string;
  readonly weight: string;
  readonly codePoints: ReadonlySet<number>;
  /** `data:` URL. */
  readonly url: string;
}

export interface Fonts {
  /** `@font-face` rules with embedded fonts for what the text needs, and nothing that it does not. */
  facesFor(text: string): string;
  /** The text with each character that no embedded font can draw named as `⟦U+0645⟧`. */
  drawable(text: string): string;
}

/** Reads the fonts from their packages. */
export async function loadFonts(): Promise<Fonts> {
  const subsets = [brackets(), ...(await Promise.all(families.map(readFamily))).flat()];
  const drawable = new Set(subsets.flatMap((subset) => [...subset.codePoints]));
  return {
    facesFor: (text) => facesFor(text, subsets),
    drawable: (text) =>
      text.replace(/[^\n\t\x20-\x7e]/gu, (character) =>
        drawable.has(character.codePointAt(0) ?? 0) ? character : codePointName(character),
      ),
  };
}

async function readFamily(family: (typeof families)[number]): Promise<Subset[]> {
  const stylesheet = fileURLToPath(import.meta.resolve(`@fontsource/${family.pkg}/400.css`));
  const dir = join(dirname(stylesheet), 'files');
  const names = await readdir(dir);
  const read = async (stem: string, face: string): Promise<Subset> => ({
    family: family.name,
    // One face of the fallback families serves both weights, so that no browser thickens it by itself.
    weight: family.faces.length > 1 ? face.slice(0, 3) : '100 900',
    codePoints: codePointsOf(await readFile(join(dir, `${stem}.woff`))),
    url: dataUrl('font/woff2', await readFile(join(dir, `${stem}.woff2`))),
  });
  const stems = family.faces.flatMap((face) =>
    names
      .filter((name) => name.endsWith(`-${face}.woff2`) && !WHOLE.test(name))
      .sort(latinFirst)
      .map((name) => ({ stem: name.slice(0, -'.woff2'.length), face })),
  );
  return Promise.all(stems.map(({ stem, face }) => read(stem, face)));
}

/** The other scripts' files repeat some Latin letters. */
const latinFirst = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);

const rank = (name: string): number => (name.includes('-latin-ext-') ? 1 : name.includes('-latin-') ? 0 : 2);

const dataUrl = (mediaType: string, bytes: Buffer): string =>
  `data:${mediaType};base64,${bytes.toString('base64')}`;

const brackets = (): Subset => ({
  family: 'Rca Brackets',
  weight: '100 900',
  codePoints: bracketCodePoints,
  url: dataUrl('font/ttf', bracketFont()),
});

/** Files that repeat what the numbered subsets hold. */
const WHOLE = /^noto-(?:sans-jp-(?:japanese|latin|latin-ext|cyrillic|vietnamese)|emoji-emoji)-/;

function facesFor(text: string, subsets: readonly Subset[]): string {
  const needed = new Set(Array.from(text, (character) => character.codePointAt(0) ?? 0));
  const drawnByPlex = new Set<number>();
  const rules: string[] = [];
  const done = new Set<string>();
  for (const subset of subsets) {
    const plex = subset.family.startsWith('IBM Plex');
    const points = [...needed].filter((point) => {
      const key = `${subset.family} ${subset.weight} ${point}`;
      if (done.has(key) || !subset.codePoints.has(point) || (!plex && drawnByPlex.has(point))) return false;
      done.add(key);
      return true;
    });
    if (plex) for (const point of points) drawnByPlex.add(point);
    if (points.length > 0) rules.push(faceRule(subset, points));
  }
  return rules.join('\n');
}

const faceRule = (subset: Subset, points: readonly number[]): string =>
  `@font-face{font-family:"${subset.family}";font-style:normal;font-weight:${subset.weight};` +
  `src:url(${subset.url});` +
  `unicode-range:${unicodeRange(points)}}`;

/** `U+20-7e,U+a0`. */
function unicodeRange(points: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const point of [...points].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && point === range.last + 1) range.last = point;
    else ranges.push({ first: point, last: point });
  }
  return ranges
    .map(({ first, last }) =>
      first === last ? `U+${first.toString(16)}` : `U+${first.toString(16)}-${last.toString(16)}`,
    )
    .join(',');
}
