import { readFile } from 'node:fs/promises';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFRawStream,
  PDFString,
} from '@cantoo/pdf-lib';

/** Attachments by name, read through the catalog's name tree by a reader that is not ours. */
export async function attachmentsOf(file: string): Promise<ReadonlyMap<string, Buffer>> {
  const document = await PDFDocument.load(await readFile(file), { updateMetadata: false });
  const names = document.catalog
    .lookup(PDFName.of('Names'), PDFDict)
    .lookup(PDFName.of('EmbeddedFiles'), PDFDict)
    .lookup(PDFName.of('Names'), PDFArray);
  const attachments = new Map<string, Buffer>();
  for (let index = 0; index < names.size(); index += 2) {
    const stream = names
      .lookup(index + 1, PDFDict)
      .lookup(PDFName.of('EF'), PDFDict)
      .lookup(PDFName.of('F'));
    if (!(stream instanceof PDFRawStream)) throw new TypeError('an attachment is no stream');
    const bytes = decodePDFRawStream(stream).decode();
    attachments.set(names.lookup(index, PDFString).decodeText(), Buffer.from(bytes));
  }
  return attachments;
}
