/**
 * A TrueType font with two glyphs, ⟦ and ⟧, which no embedded family has and which name the characters that
 * cannot be shown. Drawn here from rectangles (https://learn.microsoft.com/typography/opentype/spec/).
 */

const UNITS_PER_EM = 1_000;
const ADVANCE = 380;
const ASCENT = 850;
const DESCENT = -200;
const LEFT_BRACKET = 0x27e6;

export const bracketCodePoints: ReadonlySet<number> = new Set([LEFT_BRACKET, LEFT_BRACKET + 1]);

type Rectangle = readonly [xMin: number, yMin: number, xMax: number, yMax: number];

const leftBracket: readonly Rectangle[] = [
  [90, -120, 140, 780],
  [200, -120, 250, 780],
  [90, 730, 330, 780],
  [90, -120, 330, -70],
];

const mirrored = leftBracket.map(
  ([xMin, yMin, xMax, yMax]): Rectangle => [ADVANCE - xMax, yMin, ADVANCE - xMin, yMax],
);

/** Big-endian fields, one after another. */
const fields = (...parts: readonly (readonly [bytes: 1 | 2 | 4, ...values: readonly number[]])[]): Buffer =>
  Buffer.concat(
    parts.flatMap(([bytes, ...values]) =>
      values.map((value) => {
        const field = Buffer.alloc(bytes);
        field.writeUIntBE(value < 0 ? value + 2 ** (8 * bytes) : value, 0, bytes);
        return field;
      }),
    ),
  );

function glyph(rectangles: readonly Rectangle[]): Buffer {
  const points = rectangles.flatMap(([xMin, yMin, xMax, yMax]) => [
    [xMin, yMin] as const,
    [xMin, yMax] as const,
    [xMax, yMax] as const,
    [xMax, yMin] as const,
  ]);
  const deltas = (axis: 0 | 1) =>
    points.map((point, index) => point[axis] - (index === 0 ? 0 : (points[index - 1]?.[axis] ?? 0)));
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return fields(
    [2, rectangles.length, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    [2, ...rectangles.map((_, index) => index * 4 + 3)],
    [2, 0],
    [1, ...points.map(() => 1)],
    [2, ...deltas(0), ...deltas(1)],
  );
}

/** Format 4: one segment for both brackets and the closing one. */
const cmap = fields(
  [2, 0, 1, 3, 1],
  [4, 12],
  [2, 4, 32, 0, 4, 4, 1, 0],
  [2, LEFT_BRACKET + 1, 0xffff, 0, LEFT_BRACKET, 0xffff],
  [2, 1 - LEFT_BRACKET, 1, 0, 0],
);

const os2 = fields(
  [2, 4, ADVANCE, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0],
  [1, ...Array.from({ length: 10 }, () => 0)],
  [4, 0, 0, 0, 0, 0x2020_2020],
  [2, 0x40, LEFT_BRACKET, LEFT_BRACKET + 1, ASCENT, DESCENT, 0, ASCENT, -DESCENT],
  [4, 0, 0],
  [2, 500, 700, 0, 32, 0],
);

function nameTable(): Buffer {
  const names: readonly (readonly [id: number, text: string])[] = [
    [1, 'Rca Brackets'],
    [2, 'Regular'],
    [4, 'Rca Brackets'],
    [6, 'RcaBrackets'],
  ];
  const texts = names.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
  let offset = 0;
  const records = names.map(([id], index) => {
    const length = texts[index]?.length ?? 0;
    const record = fields([2, 3, 1, 0x409, id, length, offset]);
    offset += length;
    return record;
  });
  return Buffer.concat([fields([2, 0, names.length, 6 + 12 * names.length]), ...records, ...texts]);
}

/** The font file. */
export function bracketFont(): Buffer {
  const glyphs = [Buffer.alloc(0), glyph(leftBracket), glyph(mirrored)].map(padded);
  const ends = glyphs.map((_, index) => glyphs.slice(0, index + 1).reduce((sum, one) => sum + one.length, 0));
  return sfnt({
    'OS/2': os2,
    cmap,
    glyf: Buffer.concat(glyphs),
    head: fields(
      [4, 0x10000, 0x10000, 0, 0x5f0f_3cf5],
      [2, 3, UNITS_PER_EM],
      [4, 0, 0, 0, 0],
      [2, 50, -120, 330, 780, 0, 8, 2, 1, 0],
    ),
    hhea: fields([4, 0x10000], [2, ASCENT, DESCENT, 0, ADVANCE, 50, 50, 330, 1, 0, 0, 0, 0, 0, 0, 0, 3]),
    hmtx: fields([2, ADVANCE, 0, ADVANCE, 90, ADVANCE, 50]),
    loca: fields([4, 0, ...ends]),
    maxp: fields([4, 0x10000], [2, 3, 16, 4, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]),
    name: nameTable(),
    post: fields([4, 0x30000, 0], [2, -100, 50], [4, 0, 0, 0, 0, 0]),
  });
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

const checksum = (bytes: Buffer): number => {
  let sum = 0;
  for (let offset = 0; offset < bytes.length; offset += 4) sum = (sum + bytes.readUInt32BE(offset)) >>> 0;
  return sum;
};

function sfnt(tables: Readonly<Record<string, Buffer>>): Buffer {
  const entries = Object.entries(tables).sort(([a], [b]) => (a < b ? -1 : 1));
  const power = Math.floor(Math.log2(entries.length));
  let offset = 12 + 16 * entries.length;
  const directory = entries.map(([tag, table]) => {
    const record = Buffer.concat([
      Buffer.from(tag),
      fields([4, checksum(padded(table)), offset, table.length]),
    ]);
    offset += padded(table).length;
    return record;
  });
  const header = fields(
    [4, 0x10000],
    [2, entries.length, 16 * 2 ** power, power, 16 * (entries.length - 2 ** power)],
  );
  return Buffer.concat([header, ...directory, ...entries.map(([, table]) => padded(table))]);
}
