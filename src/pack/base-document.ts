import { sha256Hex } from '../domain/canonical.ts';
import { userError } from '../domain/errors.ts';
import { type Dictionary, readDictionary, referenceOf, writeDictionary } from './base-dictionary.ts';
import { type BaseObjects, baseObjects } from './base-objects.ts';
import { readBaseTrailer, TAIL_BYTES, XREF_HEAD_BYTES, xrefOffsetOf } from './base-trailer.ts';
import { type BaseTrailer, numbersAfter } from './layout.ts';
import type { SignatureField } from './signature-layout.ts';

/** A finalised PDF, ready to have files attached. */
export interface BaseDocument {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly trailer: BaseTrailer;
  /** The catalog again, with the lists of attachments added. */
  readonly catalogObject: Buffer;
  /** Null when it was not prepared for a signature. */
  readonly signatureField: SignatureField | null;
}

/**
 * Reads what `finalizePdf` made. Not by a library: this is in the way of every pack, and loading and parsing
 * all of the document took as long as attaching many megabytes. Throws `BASE_PDF_INVALID`.
 */
export function readBaseDocument(bytes: Uint8Array): BaseDocument {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const trailer = trailerOf(buffer);
  const objects = baseObjects(buffer, trailer.xrefOffset);
  const catalog = dictionaryAt(objects, trailer.root);
  if (catalog === undefined) throw invalid();
  const numbers = numbersAfter(trailer);
  const names = dictionaryOf(objects, catalog.get('Names') ?? '<<\n>>');
  if (names === undefined) throw invalid();
  const whole = new Map([
    ...catalog,
    ['Names', writeDictionary(new Map([...names, ['EmbeddedFiles', `${numbers.nameTree} 0 R`]]))],
    ['AF', `${numbers.associatedFiles} 0 R`],
    ['PageMode', '/UseOutlines'],
  ]);
  return {
    bytes,
    sha256: sha256Hex(bytes),
    trailer,
    catalogObject: Buffer.from(`${trailer.root} 0 obj\n${writeDictionary(whole)}\nendobj\n`, 'latin1'),
    signatureField: signatureFieldOf(objects, catalog),
  };
}

const dictionaryAt = (objects: BaseObjects, number: number): Dictionary | undefined =>
  readDictionary(objects(number) ?? '');

/** A dictionary that stands in place or is referred to. */
function dictionaryOf(objects: BaseObjects, value: string): Dictionary | undefined {
  const number = referenceOf(value);
  return number === undefined ? readDictionary(value) : dictionaryAt(objects, number);
}

function signatureFieldOf(objects: BaseObjects, catalog: Dictionary): SignatureField | null {
  const form = dictionaryOf(objects, catalog.get('AcroForm') ?? '');
  const number = referenceOf(/^\[ (\d{1,9} 0 R)\b/.exec(form?.get('Fields') ?? '')?.[1]);
  const field = number === undefined ? undefined : dictionaryAt(objects, number);
  const page = referenceOf(field?.get('P'));
  const structParent = field?.get('StructParent');
  if (number === undefined || page === undefined || structParent === undefined) return null;
  return { number, page, structParent: Number(structParent) };
}

function trailerOf(buffer: Buffer): BaseTrailer {
  const offset = xrefOffsetOf(buffer.subarray(-TAIL_BYTES));
  const trailer =
    offset === undefined
      ? undefined
      : readBaseTrailer(offset, buffer.subarray(offset, offset + XREF_HEAD_BYTES));
  if (trailer === undefined) throw invalid();
  return trailer;
}

const invalid = () =>
  userError({
    code: 'BASE_PDF_INVALID',
    message: 'the base document is not one that was finalised for a pack',
    mend: 'hand in what finalizePdf returned, unchanged',
  });
