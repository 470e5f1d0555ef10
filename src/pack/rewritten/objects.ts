import { inflate } from '#platform/inflate';

/** What a file may make its reader hold: object streams unpacked, and objects in all. */
const OBJECT_STREAM_BYTES_MAX = 16 * 1024 * 1024;
const OBJECT_STREAMS_BYTES_MAX = 128 * 1024 * 1024;
const OBJECTS_MAX = 500_000;
const DICTIONARY_CHARS_MAX = 64 * 1024;

const ENCRYPTED_TRAILER = /\btrailer\s*<<[\s\S]{0,2048}?\/Encrypt\s+\d+\s+\d+\s+R\b/;

export interface PdfObject {
  /** Its dictionary or value, one character a byte. */
  readonly text: string;
  /** Where its stream's data begins in the file; null when it has none. */
  readonly dataAt: number | null;
}

export interface PdfObjects {
  readonly byNumber: ReadonlyMap<number, PdfObject>;
  readonly isEncrypted: boolean;
  /** Raw data of an object's stream, as long as its dictionary says. */
  dataOf(object: PdfObject): Buffer | undefined;
}

/**
 * The objects of a PDF that somebody else wrote, found by their beginnings rather than by the cross-reference, those in
 * object streams too. A later object of the same number takes over, as in an incremental update.
 */
export async function readObjects(bytes: Buffer): Promise<PdfObjects> {
  const text = bytes.toString('latin1');
  const byNumber = new Map<number, PdfObject>();
  let isEncrypted = ENCRYPTED_TRAILER.test(text);
  const dataOf = ({ text: dictionary, dataAt }: PdfObject): Buffer | undefined => {
    const lengthBytes = numberAt(dictionary, 'Length', byNumber);
    return dataAt === null || lengthBytes === undefined
      ? undefined
      : bytes.subarray(dataAt, dataAt + lengthBytes);
  };
  const begins = /(?<![0-9])(\d{1,10}) \d{1,5} obj\b/g;
  for (let objects = 0; objects < OBJECTS_MAX; objects++) {
    const match = begins.exec(text);
    if (match === null) break;
    const from = begins.lastIndex;
    const window = text.slice(from, from + DICTIONARY_CHARS_MAX);
    const end = /\bendobj\b|\bstream\r?\n/.exec(window);
    // Goes on behind what was read, so that the time is that of one pass.
    begins.lastIndex = from + (end?.index ?? window.length);
    if (end === null) continue;
    const isStream = end[0].startsWith('stream');
    const object = {
      text: window.slice(0, end.index),
      dataAt: isStream ? from + end.index + end[0].length : null,
    };
    byNumber.set(Number(match[1]), object);
    if (isStream && /\/Type\s*\/XRef\b/.test(object.text)) isEncrypted ||= /\/Encrypt\b/.test(object.text);
  }
  if (!isEncrypted) await unpackObjectStreams(byNumber, dataOf);
  return { byNumber, isEncrypted, dataOf };
}

/** A number of a dictionary, written there or in an object of its own. */
function numberAt(
  dictionary: string,
  name: string,
  byNumber: ReadonlyMap<number, PdfObject>,
): number | undefined {
  const [, number, reference] =
    new RegExp(`/${name}\\s+(\\d{1,12})(\\s+\\d+\\s+R\\b)?`).exec(dictionary) ?? [];
  if (number === undefined) return undefined;
  if (reference === undefined) return Number(number);
  const [, elsewhere] = /^\s*(\d{1,12})\s*$/.exec(byNumber.get(Number(number))?.text ?? '') ?? [];
  return elsewhere === undefined ? undefined : Number(elsewhere);
}

async function unpackObjectStreams(
  byNumber: Map<number, PdfObject>,
  dataOf: PdfObjects['dataOf'],
): Promise<void> {
  let leftBytes = OBJECT_STREAMS_BYTES_MAX;
  for (const object of [...byNumber.values()]) {
    if (object.dataAt === null || !/\/Type\s*\/ObjStm\b/.test(object.text)) continue;
    const data = dataOf(object);
    const unpacked = data && (await inflate(data, Math.min(OBJECT_STREAM_BYTES_MAX, leftBytes)));
    if (unpacked === undefined) continue;
    leftBytes -= unpacked.length;
    const first = numberAt(object.text, 'First', byNumber) ?? 0;
    const text = unpacked.toString('latin1');
    const pairs = [...text.slice(0, first).matchAll(/(\d{1,10})\s+(\d{1,10})/g)];
    for (const [index, [, number, offset]] of pairs.entries()) {
      if (byNumber.size >= OBJECTS_MAX) return;
      const next = pairs[index + 1]?.[2];
      const end = next === undefined ? text.length : first + Number(next);
      byNumber.set(Number(number), { text: text.slice(first + Number(offset), end), dataAt: null });
    }
  }
}
