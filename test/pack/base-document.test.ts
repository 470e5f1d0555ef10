import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRef } from '@cantoo/pdf-lib';
import { readBaseDocument } from '../../src/pack/base-document.ts';
import { finalizePdf } from '../../src/pack/pdfa/finalize.ts';
import { META, printedPdf } from './sample.ts';

for (const signatureField of [false, true]) {
  test(`the catalog of a base document is what a PDF library reads and writes, ${signatureField ? 'with' : 'without'} a field for a signature`, async () => {
    const bytes = await finalizePdf(await printedPdf(), META, { signatureField });
    const base = readBaseDocument(bytes);
    const { catalog, context } = await PDFDocument.load(bytes, { updateMetadata: false });
    const { size, root } = base.trailer;
    catalog.set(PDFName.of('Names'), context.obj({ EmbeddedFiles: PDFRef.of(size + 1) }));
    catalog.set(PDFName.of('AF'), PDFRef.of(size));
    catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
    assert.equal(base.catalogObject.toString('latin1'), `${root} 0 obj\n${catalog}\nendobj\n`);
    const fields = catalog
      .lookupMaybe(PDFName.of('AcroForm'), PDFDict)
      ?.lookup(PDFName.of('Fields'), PDFArray);
    const field = fields?.get(0);
    assert.equal(base.signatureField?.number, field instanceof PDFRef ? field.objectNumber : undefined);
    assert.equal(base.signatureField !== null, signatureField);
  });
}

test('names that the document has already are kept beside the attachments', async () => {
  const document = await PDFDocument.load(await printedPdf(), { updateMetadata: false });
  const names = document.context.obj({ Dests: document.context.obj({ Names: [] }) });
  document.catalog.set(PDFName.of('Names'), document.context.register(names));
  const bytes = await finalizePdf(await document.save({ useObjectStreams: false }), META);
  const { catalogObject } = readBaseDocument(bytes);
  assert.match(
    catalogObject.toString('latin1'),
    /\/Names <<\n\/Dests <<\n\/Names \[ *\]\n>>\n\/EmbeddedFiles \d+ 0 R\n>>\n/,
  );
});

test('what was not finalised for a pack is refused', async () => {
  assert.throws(() => readBaseDocument(new Uint8Array(0)), { code: 'BASE_PDF_INVALID' });
  const printed = await printedPdf();
  assert.throws(() => readBaseDocument(printed), { code: 'BASE_PDF_INVALID' });
});
