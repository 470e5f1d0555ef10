import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
} from '@cantoo/pdf-lib';
import { sha256Hex } from '../../domain/canonical.ts';
import { type CodeText, readToUnicode } from './to-unicode.ts';
import { tokensOf } from './tokens.ts';

/** A page as a reader of its text takes it, and a digest of all that is drawn on it. */
export interface ReadPage {
  /** A text for each place that the page sets, in the order of drawing: what is covered or outside of it too. */
  readonly lines: readonly string[];
  /** Over content, fonts, images and annotations, whatever numbers their objects have. */
  readonly drawn: string;
}

const FORMS_DEEP_MAX = 8;

/** Reads each page of a document. Throws for what is no PDF that can be read. */
export async function readPages(bytes: Uint8Array): Promise<readonly ReadPage[]> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  const drawn = digests();
  return document.getPages().map(({ node }) => {
    const contents = node.Contents();
    const streams = contents instanceof PDFArray ? contents.asArray() : [contents];
    const content = streams.map((stream) => contentOf(document.context.lookup(stream))).join('\n');
    const resources = node.Resources();
    return {
      lines: linesOf(content, resources, 0),
      drawn: drawn(node),
    };
  });
}

const contentOf = (stream: unknown): string =>
  stream instanceof PDFRawStream ? decoded(stream).toString('latin1') : '';

function decoded(stream: PDFRawStream): Buffer {
  try {
    return Buffer.from(decodePDFRawStream(stream).decode());
  } catch {
    // An image's own compression: its bytes are compared as they stand.
    return Buffer.from(stream.contents);
  }
}

/** Begin a text in another place; a move along the line does not. */
const MOVES: ReadonlySet<string> = new Set(['Tm', 'T*', 'BT', "'", '"']);

/** The texts that a content stream shows, with those of the forms that it draws. */
function linesOf(content: string, resources: PDFDict | undefined, depth: number): readonly string[] {
  const fonts = new Map<string, (bytes: Buffer) => string>();
  const fontOf = (name: string): ((bytes: Buffer) => string) => {
    const known = fonts.get(name) ?? readerOf(entry(resources, 'Font', name));
    fonts.set(name, known);
    return known;
  };
  const lines: string[] = [];
  let read = fontOf('');
  let line = '';
  let name = '';
  let number = 0;
  let texts: Buffer[] = [];
  const flush = (): void => {
    if (line.trim() !== '') lines.push(line.replace(/\s+/g, ' ').trim());
    line = '';
  };
  for (const token of tokensOf(content)) {
    if (token.kind === 'text') texts.push(token.bytes);
    else if (token.kind === 'name') name = token.name;
    else if (/^[-+.\d]/.test(token.word)) number = Number(token.word);
    else if (/^[A-Za-z'"]/.test(token.word)) {
      const { word } = token;
      if (MOVES.has(word) || ((word === 'Td' || word === 'TD') && number !== 0)) flush();
      if (word === 'Tf') read = fontOf(name);
      if (word === 'Tj' || word === 'TJ' || word === "'" || word === '"') line += texts.map(read).join('');
      if (word === 'Do' && depth < FORMS_DEEP_MAX) {
        flush();
        const form = entry(resources, 'XObject', name);
        if (form instanceof PDFRawStream && String(form.dict.get(PDFName.of('Subtype'))) === '/Form') {
          const own = form.dict.lookup(PDFName.of('Resources'));
          lines.push(...linesOf(contentOf(form), own instanceof PDFDict ? own : resources, depth + 1));
        }
      }
      texts = [];
    }
  }
  flush();
  return lines;
}

function entry(resources: PDFDict | undefined, kind: string, name: string): unknown {
  const all = resources?.lookup(PDFName.of(kind));
  return all instanceof PDFDict ? all.lookup(PDFName.of(name)) : undefined;
}

/** Codes that a font does not explain are shown by number, so that none is passed over. */
function readerOf(font: unknown): (bytes: Buffer) => string {
  const isWide = font instanceof PDFDict && String(font.get(PDFName.of('Subtype'))) === '/Type0';
  const map = font instanceof PDFDict ? font.lookup(PDFName.of('ToUnicode')) : undefined;
  const text: CodeText = map instanceof PDFRawStream ? readToUnicode(contentOf(map)) : () => undefined;
  return (bytes) => {
    let read = '';
    for (let at = 0; at < bytes.length; at += isWide ? 2 : 1) {
      const code = isWide ? bytes.readUInt8(at) * 256 + (bytes[at + 1] ?? 0) : bytes.readUInt8(at);
      read += text(code) ?? `{${code}}`;
    }
    return read;
  };
}

/** They lead out of a page, to its neighbours and to the structure over it. */
const LEADING_OUT: ReadonlySet<string> = new Set([
  'Parent',
  'P',
  'StructParent',
  'StructParents',
  'Dest',
  'Length',
]);

/** Digests of objects with everything that they refer to, each computed once. */
function digests(): (object: PDFObject) => string {
  const known = new Map<PDFObject, string>();
  const of = (object: PDFObject | undefined, lookup: (ref: PDFRef) => PDFObject | undefined): string => {
    if (object instanceof PDFRef) return of(lookup(object), lookup);
    if (object === undefined) return 'none';
    if (!(object instanceof PDFDict || object instanceof PDFArray || object instanceof PDFRawStream))
      return object.toString();
    const before = known.get(object);
    if (before !== undefined) return before;
    known.set(object, 'within');
    const dictionary = object instanceof PDFRawStream ? object.dict : object;
    const inner =
      dictionary instanceof PDFArray
        ? dictionary.asArray().map((member) => of(member, lookup))
        : dictionary
            .entries()
            .map(([key, value]) => [key.decodeText(), value] as const)
            .filter(
              ([key]) =>
                !LEADING_OUT.has(key) &&
                !(object instanceof PDFRawStream && /^(?:Filter|DecodeParms)$/.test(key)),
            )
            .map(([key, value]) => `${key} ${of(value, lookup)}`)
            .toSorted();
    const content = object instanceof PDFRawStream ? sha256Hex(decoded(object)) : '';
    const digest = sha256Hex(JSON.stringify([inner, content]));
    known.set(object, digest);
    return digest;
  };
  return (object) => {
    const context = (object as PDFDict).context;
    return of(object, (ref) => context.lookup(ref));
  };
}
