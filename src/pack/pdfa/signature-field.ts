import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFNumber, PDFRef, PDFString } from '@cantoo/pdf-lib';

const name = (text: string): PDFName => PDFName.of(text);
const TITLE = 'Digital signature of this evidence pack';

/** Adds an invisible, empty signature field, tagged as ISO 14289-1, 7.18.4, asks for. */
export function addSignatureField(document: PDFDocument): void {
  const { context, catalog } = document;
  const page = document.getPage(0);
  const field = context.nextRef();
  const structParent = addToStructure(document, page.ref, field);
  const widget = context.obj({ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', F: 132, Rect: [0, 0, 0, 0] });
  widget.set(name('T'), PDFString.of('PackSignature'));
  widget.set(name('TU'), PDFString.of(TITLE));
  widget.set(name('P'), page.ref);
  widget.set(name('StructParent'), PDFNumber.of(structParent));
  context.assign(field, widget);
  page.node.addAnnot(field);
  catalog.set(name('AcroForm'), context.register(context.obj({ Fields: [field], SigFlags: 3 })));
}

/** A `Form` element for the field; returns its key in the parent tree. */
function addToStructure(document: PDFDocument, page: PDFRef, field: PDFRef): number {
  const { context, catalog } = document;
  const structure = catalog.lookup(name('StructTreeRoot'), PDFDict);
  const tree = structure.lookup(name('ParentTree'), PDFDict);
  const key = 1 + largestKey(tree);
  const [parentRef, parent] = rootElement(structure);
  const element = context.obj({ Type: 'StructElem', S: 'Form', P: parentRef, Pg: page });
  element.set(name('Alt'), PDFString.of(TITLE));
  element.set(name('K'), context.obj({ Type: 'OBJR', Obj: field, Pg: page }));
  const ref = context.register(element);
  const kids = parent.lookup(name('K'));
  if (kids instanceof PDFArray) kids.push(ref);
  else parent.set(name('K'), context.obj([parent.get(name('K')) ?? [], ref].flat()));
  addKey(tree, key, ref);
  structure.set(name('ParentTreeNextKey'), PDFNumber.of(key + 1));
  return key;
}

function rootElement(structure: PDFDict): readonly [PDFRef, PDFDict] {
  const kids = structure.lookup(name('K'));
  const ref = kids instanceof PDFArray ? kids.get(0) : structure.get(name('K'));
  if (!(ref instanceof PDFRef)) throw new TypeError('the structure has no root element');
  return [ref, structure.context.lookup(ref, PDFDict)];
}

const kidsOf = (node: PDFDict): readonly PDFDict[] => {
  const kids = node.lookupMaybe(name('Kids'), PDFArray);
  return kids === undefined ? [] : kids.asArray().map((kid) => node.context.lookup(kid, PDFDict));
};

function largestKey(node: PDFDict): number {
  const numbers = node.lookupMaybe(name('Nums'), PDFArray);
  const own = numbers?.asArray().filter((key, index) => index % 2 === 0 && key instanceof PDFNumber) ?? [];
  const keys = [...own.map((key) => Number(key.toString())), ...kidsOf(node).map(largestKey)];
  return keys.reduce((largest, key) => Math.max(largest, key), -1);
}

/** Adds the largest key of a number tree: at the end of its last leaf. */
function addKey(node: PDFDict, key: number, value: PDFRef): void {
  node.lookupMaybe(name('Limits'), PDFArray)?.set(1, PDFNumber.of(key));
  const last = kidsOf(node).at(-1);
  if (last !== undefined) {
    addKey(last, key, value);
    return;
  }
  const numbers = node.lookup(name('Nums'), PDFArray);
  numbers.push(PDFNumber.of(key));
  numbers.push(value);
}
