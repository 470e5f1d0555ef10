import { inflateSync } from 'node:zlib';

const HEADER_BYTES = 44;
const DIRECTORY_ENTRY_BYTES = 20;

/**
 * The code points that a WOFF 1.0 font has glyphs for (https://www.w3.org/TR/WOFF/, table `cmap` with
 * sub-tables of format 4 and 12). A subset's declared `unicode-range` promises more than the font holds.
 */
export function codePointsOf(woff: Buffer): Set<number> {
  const cmap = tableOf(woff, 'cmap');
  const points = new Set<number>();
  const subtables = cmap.readUInt16BE(2);
  for (let index = 0; index < subtables; index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
    const format = subtable.readUInt16BE(0);
    if (format === 4) addSegments(subtable, points);
    if (format === 12) addGroups(subtable, points);
  }
  return points;
}

function tableOf(woff: Buffer, tag: string): Buffer {
  const tables = woff.readUInt16BE(12);
  for (let index = 0; index < tables; index++) {
    const entry = HEADER_BYTES + index * DIRECTORY_ENTRY_BYTES;
    if (woff.toString('latin1', entry, entry + 4) !== tag) continue;
    const offset = woff.readUInt32BE(entry + 4);
    const storedBytes = woff.readUInt32BE(entry + 8);
    const table = woff.subarray(offset, offset + storedBytes);
    return storedBytes < woff.readUInt32BE(entry + 12) ? inflateSync(table) : table;
  }
  throw new TypeError(`the font has no table ${tag}`);
}

function addSegments(subtable: Buffer, points: Set<number>): void {
  const segments = subtable.readUInt16BE(6) / 2;
  for (let index = 0; index < segments; index++) {
    const last = subtable.readUInt16BE(14 + index * 2);
    const first = subtable.readUInt16BE(16 + segments * 2 + index * 2);
    if (first === 0xff_ff) continue;
    for (let point = first; point <= last; point++) points.add(point);
  }
}

function addGroups(subtable: Buffer, points: Set<number>): void {
  const groups = subtable.readUInt32BE(12);
  for (let index = 0; index < groups; index++) {
    const first = subtable.readUInt32BE(16 + index * 12);
    const last = subtable.readUInt32BE(20 + index * 12);
    for (let point = first; point <= last; point++) points.add(point);
  }
}
