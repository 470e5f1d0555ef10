import { createHash } from '#platform/crypto';
import { inflate } from '#platform/inflate';
import type { PdfObject, PdfObjects } from './objects.ts';

/** Larger ones are told as unread. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;

export interface AttachedFile {
  readonly name: string;
  /** Null when its stream cannot be read. */
  readonly sha256: string | null;
  readonly bytes: Buffer | undefined;
}

/** The attached files of a PDF by name; a name that is given to several has the last. */
export async function attachedFiles(objects: PdfObjects): Promise<ReadonlyMap<string, AttachedFile>> {
  const files = new Map<string, AttachedFile>();
  for (const { text } of objects.byNumber.values()) {
    if (!/\/EF\b/.test(text)) continue;
    const name = nameIn(text);
    const stream = objects.byNumber.get(streamNumber(text, objects.byNumber) ?? -1);
    if (name === undefined || stream === undefined) continue;
    const bytes = await contentOf(stream, objects);
    files.set(name, { name, bytes, sha256: bytes ? createHash('sha256').update(bytes).digest('hex') : null });
  }
  return files;
}

/** Packs name their files in ASCII; other programs may write that as UTF-16 or in hexadecimal. */
function nameIn(fileSpec: string): string | undefined {
  const [, literal, hex] =
    /\/UF\s*(?:\(((?:[^\\()]|\\[\s\S])*)\)|<([0-9A-Fa-f\s]*)>)/.exec(fileSpec) ??
    /\/F\s*(?:\(((?:[^\\()]|\\[\s\S])*)\)|<([0-9A-Fa-f\s]*)>)/.exec(fileSpec) ??
    [];
  const raw =
    hex === undefined
      ? literal?.replaceAll(/\\([0-7]{1,3})/g, (_, octal: string) =>
          String.fromCharCode(Number.parseInt(octal, 8)),
        )
      : Buffer.from(hex.replaceAll(/\s/g, ''), 'hex').toString('latin1');
  const name = raw?.startsWith('\xFE\xFF') ? raw.slice(2).replaceAll('\0', '') : raw;
  return name !== undefined && /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) ? name : undefined;
}

function streamNumber(fileSpec: string, byNumber: ReadonlyMap<number, PdfObject>): number | undefined {
  const [, own] = /\/EF\s+(\d+)\s+\d+\s+R\b/.exec(fileSpec) ?? [];
  const dictionary =
    own === undefined ? fileSpec.slice(fileSpec.search(/\/EF\b/)) : byNumber.get(Number(own))?.text;
  const [, number] = /\/U?F\s+(\d+)\s+\d+\s+R\b/.exec(dictionary ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}

async function contentOf(stream: PdfObject, { dataOf }: PdfObjects): Promise<Buffer | undefined> {
  const data = dataOf(stream);
  const [, filters = ''] = /\/Filter\s*(\/\w+|\[[^\]]*\])/.exec(stream.text) ?? [];
  const names = filters.match(/\w+/g) ?? [];
  // Some programs name a filter for nothing at all.
  if (names.length === 0 || data?.length === 0) return data;
  const isPlainFlate =
    names.length === 1 && names[0] === 'FlateDecode' && !/\/DecodeParms\s*<</.test(stream.text);
  return data !== undefined && isPlainFlate ? inflate(data, FILE_BYTES_MAX) : undefined;
}
