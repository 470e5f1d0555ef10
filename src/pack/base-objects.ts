import { inflateSync } from 'node:zlib';

/** Bytes from an object's start that hold its dictionary. */
const HEAD_BYTES = 4096;
const INFLATED_BYTES_MAX = 256 * 1024 * 1024;
const IN_FILE = 1;
const IN_OBJECT_STREAM = 2;

/** Text of an object by its number, without `obj` and `endobj`; undefined where there is none that can be read. */
export type BaseObjects = (number: number) => string | undefined;

/**
 * Reads single objects of a document as `finalizePdf` leaves it: one cross-reference stream, most objects in
 * object streams (ISO 32000-1, 7.5.7 and 7.5.8), no predictors. Reading a few objects so takes no time and
 * memory however large the document is.
 */
export function baseObjects(bytes: Buffer, xrefOffset: number): BaseObjects {
  const rows = rowsOf(streamAt(bytes, xrefOffset));
  const opened = new Map<number, readonly string[]>();
  return (number) => {
    const row = rows.get(number);
    if (row?.type === IN_FILE) return objectAt(bytes, row.place, number);
    if (row?.type !== IN_OBJECT_STREAM) return undefined;
    const container = rows.get(row.place);
    if (container?.type !== IN_FILE) return undefined;
    const objects = opened.get(row.place) ?? objectsOf(streamAt(bytes, container.place));
    opened.set(row.place, objects);
    return objects[row.index];
  };
}

function objectAt(bytes: Buffer, offset: number, number: number): string | undefined {
  const open = `${number} 0 obj\n`;
  const text = bytes.toString('latin1', offset, offset + HEAD_BYTES);
  const end = text.indexOf('\nendobj\n');
  return text.startsWith(open) && end !== -1 ? text.slice(open.length, end) : undefined;
}

interface Stream {
  /** Of the dictionary. */
  readonly head: string;
  readonly body: Buffer;
}

function streamAt(bytes: Buffer, offset: number): Stream | undefined {
  const head = bytes.toString('latin1', offset, offset + HEAD_BYTES).split('stream\n')[0] ?? '';
  const length = numbersOf(head, /\/Length (\d{1,10})\n/)[0];
  if (length === undefined || !head.includes('/Filter /FlateDecode\n')) return undefined;
  const start = offset + head.length + 'stream\n'.length;
  const body = inflateSync(bytes.subarray(start, start + length), { maxOutputLength: INFLATED_BYTES_MAX });
  return { head, body };
}

const numbersOf = (text: string, pattern: RegExp): readonly number[] =>
  (pattern.exec(text)?.[1] ?? '')
    .split(/[ \n]+/)
    .filter((word) => word !== '')
    .map(Number);

interface Row {
  readonly type: number;
  /** Offset of an object in the file, or number of the object stream that holds it. */
  readonly place: number;
  readonly index: number;
}

function rowsOf(xref: Stream | undefined): ReadonlyMap<number, Row> {
  const rows = new Map<number, Row>();
  if (xref === undefined) return rows;
  const [types = 0, places = 0, indexes = 0] = numbersOf(xref.head, /\/W \[ ([\d ]+) \]/);
  const sections = numbersOf(xref.head, /\/Index \[ ([\d ]+) \]/);
  const sizeBytes = types + places + indexes;
  let at = 0;
  for (let section = 0; section + 1 < sections.length; section += 2) {
    const first = sections[section] as number;
    for (let index = 0; index < (sections[section + 1] as number); index += 1, at += sizeBytes) {
      const row = xref.body.subarray(at, at + sizeBytes);
      if (row.length < sizeBytes) return rows;
      rows.set(first + index, {
        type: bigEndian(row.subarray(0, types)),
        place: bigEndian(row.subarray(types, types + places)),
        index: bigEndian(row.subarray(types + places)),
      });
    }
  }
  return rows;
}

const bigEndian = (bytes: Buffer): number => bytes.reduce((value, byte) => value * 256 + byte, 0);

function objectsOf(stream: Stream | undefined): readonly string[] {
  if (stream === undefined) return [];
  const [first = 0] = numbersOf(stream.head, /\/First (\d{1,10})\n/);
  const header = stream.body.toString('latin1', 0, first).trim().split(/\s+/).map(Number);
  const starts = header.filter((_, place) => place % 2 === 1).map((start) => first + start);
  return starts.map((start, place) => stream.body.toString('latin1', start, starts[place + 1]).trim());
}
