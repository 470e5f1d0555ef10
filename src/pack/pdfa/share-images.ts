import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib';
import { sha256Hex } from '../../domain/canonical.ts';

/** Masks first, then the images that they belong to. */
const ROUNDS_MAX = 2;

/** Stores every image once: Chromium writes a copy of a pattern's picture for each use. */
export function shareImages(document: PDFDocument): void {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const copies = copiesOf(document);
    if (copies.size === 0) return;
    for (const [, object] of document.context.enumerateIndirectObjects()) redirect(object, copies);
    for (const copy of copies.keys()) document.context.delete(copy);
  }
}

/** Each image that stands a second time, and the first that is equal to it. */
function copiesOf(document: PDFDocument): ReadonlyMap<PDFRef, PDFRef> {
  const firsts = new Map<string, PDFRef>();
  const copies = new Map<PDFRef, PDFRef>();
  for (const [ref, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || object.dict.get(PDFName.of('Subtype')) !== PDFName.of('Image'))
      continue;
    const identity = `${object.dict} ${sha256Hex(object.contents)}`;
    const first = firsts.get(identity);
    if (first === undefined) firsts.set(identity, ref);
    else copies.set(ref, first);
  }
  return copies;
}

function redirect(object: PDFObject, copies: ReadonlyMap<PDFRef, PDFRef>): void {
  if (object instanceof PDFStream) redirect(object.dict, copies);
  else if (object instanceof PDFDict) {
    for (const [key, value] of object.entries()) {
      const first = value instanceof PDFRef ? copies.get(value) : undefined;
      if (first !== undefined) object.set(key, first);
      else redirect(value, copies);
    }
  } else if (object instanceof PDFArray) {
    for (const [index, value] of object.asArray().entries()) {
      const first = value instanceof PDFRef ? copies.get(value) : undefined;
      if (first !== undefined) object.set(index, first);
      else redirect(value, copies);
    }
  }
}
