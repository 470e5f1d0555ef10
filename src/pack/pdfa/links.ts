import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFStream,
  PDFString,
} from '@cantoo/pdf-lib';

const ALLOWED_TARGET = /^(?:https:\/\/|mailto:)/i;
const PRINT_FLAG = 4;

const name = (text: string): PDFName => PDFName.of(text);

/** Whether an action only jumps within the document or opens an allowed address. */
function isHarmless(action: PDFDict): boolean {
  if (action.has(name('Next'))) return false;
  const kind = action.get(name('S'));
  if (kind === name('GoTo')) return true;
  const target = targetOf(action);
  return kind === name('URI') && target !== undefined && ALLOWED_TARGET.test(target);
}

function targetOf(action: PDFDict): string | undefined {
  return action.lookupMaybe(name('URI'), PDFString, PDFHexString)?.decodeText();
}

/** Takes the action off every link but https, mailto and jumps, and describes each for a screen reader. */
export function tameLinks(document: PDFDocument): void {
  for (const page of document.getPages()) {
    const annotations = page.node.Annots();
    for (let index = 0; index < (annotations?.size() ?? 0); index++) {
      const annotation = annotations?.lookup(index, PDFDict);
      if (annotation?.get(name('Subtype')) === name('Link')) tameLink(annotation);
    }
  }
}

function tameLink(link: PDFDict): void {
  const action = link.lookupMaybe(name('A'), PDFDict);
  const harmless = action === undefined || isHarmless(action);
  if (!harmless) dropAction(link);
  link.delete(name('AA'));
  link.set(name('F'), PDFNumber.of(PRINT_FLAG));
  if (link.has(name('Contents'))) return;
  const target = harmless && action !== undefined ? targetOf(action) : undefined;
  const words = target === undefined ? 'Link within this document' : `Link to ${target}`;
  link.set(name('Contents'), PDFHexString.fromText(words));
}

function dropAction(link: PDFDict): void {
  const action = link.get(name('A'));
  if (action instanceof PDFRef) link.context.delete(action);
  link.delete(name('A'));
}

const ACTIVE_KEYS = ['AA', 'JS', 'OpenAction', 'Launch', 'XFA', 'RichMedia'].map(name);

/**
 * What in a finished document could act or lead elsewhere than https and mailto, wherever it stands: empty
 * when there is nothing.
 */
export function activeContent(document: PDFDocument): readonly string[] {
  const found: string[] = [];
  for (const [ref, object] of document.context.enumerateIndirectObjects()) {
    for (const dict of dictsWithin(object)) {
      const active = ACTIVE_KEYS.find((key) => dict.has(key));
      if (active !== undefined) found.push(`${ref}: ${active}`);
      const isAction = dict.has(name('URI')) || dict.get(name('Type')) === name('Action');
      if (isAction && !isHarmless(dict)) found.push(`${ref}: ${targetOf(dict) ?? dict.get(name('S'))}`);
    }
  }
  return found;
}

function* dictsWithin(object: PDFObject): Generator<PDFDict> {
  if (object instanceof PDFStream) yield* dictsWithin(object.dict);
  else if (object instanceof PDFDict) {
    yield object;
    for (const value of object.values()) yield* dictsWithin(value);
  } else if (object instanceof PDFArray) {
    for (const value of object.asArray()) yield* dictsWithin(value);
  }
}
