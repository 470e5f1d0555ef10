import { setImmediate as nextTurn } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';
import { canonicalJson, sha256Hex } from '../../domain/canonical.ts';
import { RcaError } from '../../domain/errors.ts';
import { markArtifacts } from './artifacts.ts';
import { activeContent, tameLinks } from './links.ts';
import { pdfDate } from './pdf-date.ts';
import { shareImages } from './share-images.ts';
import { addSignatureField } from './signature-field.ts';
import { srgbProfile } from './srgb-profile.ts';
import { type DocumentMeta, producerOf, xmpPacket } from './xmp.ts';

const name = (text: string): PDFName => PDFName.of(text);

/** Structure types of HTML that PDF 1.7 lacks, and the standard type that each stands for. */
const ROLES = [
  ['Em', 'Span'],
  ['Strong', 'Span'],
  ['Sub', 'Span'],
  ['Aside', 'Sect'],
  ['Title', 'P'],
  ['FENote', 'Note'],
] as const;

/** Other work of the process, such as acknowledging a command, comes between. */
const OBJECTS_AT_ONCE = 500;

/**
 * Makes a tagged PDF printed by Chromium claim PDF/A-3a and PDF/UA-1 (ISO 19005-3, ISO 14289-1). Nothing in
 * the result depends on the clock or on chance: the same pages and meta give the same bytes. Throws
 * `PDF_ACTIVE` when something that acts or a link other than https and mailto is left.
 */
export async function finalizePdf(
  printed: Uint8Array,
  meta: DocumentMeta,
  options: { readonly signatureField?: boolean } = {},
): Promise<Uint8Array> {
  const document = await PDFDocument.load(printed, {
    updateMetadata: false,
    parseSpeed: OBJECTS_AT_ONCE,
  });
  setMetadata(document, meta);
  setOutputIntent(document);
  setAccessibility(document);
  await setPages(document);
  tameLinks(document);
  shareImages(document);
  if (options.signatureField === true) addSignatureField(document);
  const id = PDFHexString.of(sha256Hex(canonicalJson(meta)).slice(0, 32));
  document.context.trailerInfo.ID = document.context.obj([id, id]);
  const saved = await document.save({
    useObjectStreams: true,
    updateFieldAppearances: false,
    addDefaultPage: false,
    objectsPerTick: OBJECTS_AT_ONCE,
  });
  await refuseActive(saved);
  return saved.at(-1) === 0x0a ? saved : Buffer.concat([saved, Buffer.from('\n')]);
}

function setMetadata(document: PDFDocument, meta: DocumentMeta): void {
  const { context, catalog } = document;
  const date = PDFString.of(pdfDate(meta.asOf));
  const info = context.obj({});
  info.set(name('Title'), PDFHexString.fromText(meta.title));
  info.set(name('Subject'), PDFHexString.fromText(meta.description));
  info.set(name('Creator'), PDFString.of('rca'));
  info.set(name('Producer'), PDFHexString.fromText(producerOf(meta)));
  info.set(name('CreationDate'), date);
  info.set(name('ModDate'), date);
  const printedInfo = context.trailerInfo.Info;
  if (printedInfo instanceof PDFRef) context.delete(printedInfo);
  context.trailerInfo.Info = context.register(info);
  const packet = Buffer.from(xmpPacket(meta), 'utf8');
  catalog.set(
    name('Metadata'),
    context.register(context.stream(packet, { Type: 'Metadata', Subtype: 'XML' })),
  );
}

function setOutputIntent(document: PDFDocument): void {
  const { context, catalog } = document;
  const identifier = PDFString.of('sRGB IEC61966-2.1');
  const intent = context.obj({ Type: 'OutputIntent', S: 'GTS_PDFA1' });
  intent.set(name('DestOutputProfile'), context.register(compressed(document, srgbProfile(), { N: 3 })));
  intent.set(name('OutputConditionIdentifier'), identifier);
  intent.set(name('Info'), identifier);
  catalog.set(name('OutputIntents'), context.obj([context.register(intent)]));
}

function setAccessibility(document: PDFDocument): void {
  const { context, catalog } = document;
  if (!catalog.has(name('Lang'))) catalog.set(name('Lang'), PDFString.of('en'));
  catalog.set(name('ViewerPreferences'), context.obj({ DisplayDocTitle: true }));
  const structure = catalog.lookupMaybe(name('StructTreeRoot'), PDFDict);
  if (structure === undefined) return;
  const roles = structure.lookupMaybe(name('RoleMap'), PDFDict) ?? context.obj({});
  for (const [from, to] of ROLES) if (!roles.has(name(from))) roles.set(name(from), name(to));
  structure.set(name('RoleMap'), roles);
}

async function setPages(document: PDFDocument): Promise<void> {
  const { context } = document;
  for (const { node } of document.getPages()) {
    await nextTurn();
    node.set(name('Tabs'), name('S'));
    const contents = node.get(name('Contents'));
    const resolved = context.lookup(contents);
    const refs = resolved instanceof PDFArray ? resolved.asArray() : [contents];
    const content = refs.map((ref) => contentOf(context.lookup(ref))).join('\n');
    const marked = Buffer.from(markArtifacts(content), 'latin1');
    node.set(name('Contents'), context.register(compressed(document, marked)));
    for (const ref of refs) if (ref instanceof PDFRef) context.delete(ref);
    if (resolved instanceof PDFArray && contents instanceof PDFRef) context.delete(contents);
  }
}

const contentOf = (stream: unknown): string =>
  stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1') : '';

function compressed(document: PDFDocument, bytes: Buffer, dict: Record<string, number> = {}): PDFRawStream {
  return document.context.stream(deflateSync(bytes), { ...dict, Filter: 'FlateDecode' });
}

async function refuseActive(saved: Uint8Array): Promise<void> {
  const document = await PDFDocument.load(saved, {
    updateMetadata: false,
    parseSpeed: OBJECTS_AT_ONCE,
  });
  const [first] = activeContent(document);
  if (first === undefined) return;
  throw new RcaError('outside', {
    code: 'PDF_ACTIVE',
    message: 'the printed document holds something that acts or leads elsewhere',
    where: first,
    mend: 'take it out of the template: only https and mailto links and plain content are allowed',
  });
}
