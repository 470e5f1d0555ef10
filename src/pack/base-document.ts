import { PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber, PDFRef } from '@cantoo/pdf-lib';
import { sha256Hex } from '../domain/canonical.ts';
import { RcaError } from '../domain/errors.ts';
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

export async function readBaseDocument(bytes: Uint8Array): Promise<BaseDocument> {
  const trailer = trailerOf(bytes);
  const { catalog, context } = await PDFDocument.load(bytes, {
    updateMetadata: false,
    parseSpeed: Number.POSITIVE_INFINITY,
  });
  const numbers = numbersAfter(trailer);
  const names = catalog.lookupMaybe(PDFName.of('Names'), PDFDict)?.clone() ?? context.obj({});
  names.set(PDFName.of('EmbeddedFiles'), PDFRef.of(numbers.nameTree));
  catalog.set(PDFName.of('Names'), names);
  catalog.set(PDFName.of('AF'), PDFRef.of(numbers.associatedFiles));
  catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
  const body = Buffer.alloc(catalog.sizeInBytes());
  catalog.copyBytesInto(body, 0);
  const catalogObject = Buffer.concat([
    Buffer.from(`${trailer.root} 0 obj\n`, 'latin1'),
    body,
    Buffer.from('\nendobj\n', 'latin1'),
  ]);
  return {
    bytes,
    sha256: sha256Hex(bytes),
    trailer,
    catalogObject,
    signatureField: signatureFieldOf(catalog),
  };
}

function signatureFieldOf(catalog: PDFDict): SignatureField | null {
  const form = catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
  const ref = form?.lookupMaybe(PDFName.of('Fields'), PDFArray)?.get(0);
  const field = catalog.context.lookupMaybe(ref, PDFDict);
  const page = field?.get(PDFName.of('P'));
  const structParent = field?.lookupMaybe(PDFName.of('StructParent'), PDFNumber);
  if (!(ref instanceof PDFRef) || !(page instanceof PDFRef) || structParent === undefined) return null;
  return { number: ref.objectNumber, page: page.objectNumber, structParent: structParent.asNumber() };
}

function trailerOf(bytes: Uint8Array): BaseTrailer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = xrefOffsetOf(buffer.subarray(-TAIL_BYTES));
  const trailer =
    offset === undefined
      ? undefined
      : readBaseTrailer(offset, buffer.subarray(offset, offset + XREF_HEAD_BYTES));
  if (trailer !== undefined) return trailer;
  throw new RcaError('user', {
    code: 'BASE_PDF_INVALID',
    message: 'the base document is not one that was finalised for a pack',
    mend: 'hand in what finalizePdf returned, unchanged',
  });
}
