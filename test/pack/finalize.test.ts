import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFRawStream,
  type PDFRef,
} from '@cantoo/pdf-lib';
import { markArtifacts } from '../../src/pack/pdfa/artifacts.ts';
import { finalizePdf } from '../../src/pack/pdfa/finalize.ts';
import { srgbProfile } from '../../src/pack/pdfa/srgb-profile.ts';
import { xmpPacket } from '../../src/pack/pdfa/xmp.ts';
import { outside } from './outside.ts';
import { META, printedPdf } from './sample.ts';

let printed: Buffer;
let finished: Uint8Array;

before(async () => {
  printed = await printedPdf();
  finished = await finalizePdf(printed, META);
});

/** Every dictionary and every stream's text of a document, in one string. */
async function everything(pdf: Uint8Array): Promise<string> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  return document.context
    .enumerateIndirectObjects()
    .map(([, object]) =>
      object instanceof PDFRawStream
        ? `${object.dict}\n${Buffer.from(decodePDFRawStream(object).decode()).toString('latin1')}`
        : String(object),
    )
    .join('\n');
}

test('the same pages and meta give the same bytes', async () => {
  assert.ok(Buffer.from(finished).equals(await finalizePdf(printed, META)));
});

test('the time of printing and the printer’s name are gone', async () => {
  const text = await everything(finished);
  assert.match(await everything(printed), /Skia/);
  assert.doesNotMatch(text, /Skia|Chromium/);
  const dates = new Set(Array.from(text.matchAll(/D:\d{14}/g), ([date]) => date));
  assert.deepEqual([...dates], ['D:20260127120000']);
});

test('the document claims PDF/A-3a and PDF/UA-1 and brings profile, language, title bar and roles', async () => {
  const { catalog, context } = await PDFDocument.load(finished, { updateMetadata: false });
  const metadata = catalog.lookup(PDFName.of('Metadata'));
  assert.ok(metadata instanceof PDFRawStream);
  const xmp = Buffer.from(metadata.contents).toString('utf8');
  assert.match(xmp, /<pdfaid:part>3<\/pdfaid:part><pdfaid:conformance>A</);
  assert.match(xmp, /<pdfuaid:part>1</);
  assert.match(String(catalog.get(PDFName.of('Lang'))), /en/);
  assert.match(String(catalog.lookup(PDFName.of('ViewerPreferences'))), /DisplayDocTitle true/);
  const roles = catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict).lookup(PDFName.of('RoleMap'), PDFDict);
  assert.equal(roles.get(PDFName.of('Strong')), PDFName.of('Span'));
  assert.match(String(context.lookup(catalog.get(PDFName.of('OutputIntents')))), /\d+ 0 R/);
});

test('https and mailto links stay, every other link loses its action', async () => {
  const before = await everything(printed);
  for (const target of ['http://plain.example/', 'file:///etc/passwd']) assert.ok(before.includes(target));
  const text = await everything(finished);
  const targets = new Set(Array.from(text.matchAll(/\/URI \(([^)]*)\)/g), ([, target]) => target));
  assert.deepEqual([...targets].toSorted(), ['https://example.com/runbook', 'mailto:oncall@example.com']);
  assert.doesNotMatch(text, /plain\.example|passwd/);
});

test('a document that would act when opened is refused', async () => {
  const document = await PDFDocument.load(printed, { updateMetadata: false });
  const script = document.context.obj({ Type: 'Action', S: 'JavaScript' });
  document.catalog.set(PDFName.of('OpenAction'), script);
  await assert.rejects(finalizePdf(await document.save(), META), { code: 'PDF_ACTIVE' });
});

test('what is painted outside of tags becomes an artifact, what is tagged stays as it is', () => {
  const content = [
    'q',
    '0 0 10 10 re',
    'W* n',
    '1 0 0 rg',
    '0 0 5 5 re',
    '/G3 gs',
    'f',
    '/P <</MCID 0 >>BDC',
    'BT',
    '<0001> Tj',
    'ET',
    '1 1 2 2 re',
    'f',
    'EMC',
    'BT',
    '<0002> Tj',
    'ET',
    'Q',
  ];
  const marked = content.flatMap((line, index) => {
    if (index === 4) return ['/Artifact BMC', line];
    if (index === 6) return [line, 'EMC'];
    return index === 15 ? ['/Artifact BMC', line, 'EMC'] : [line];
  });
  assert.deepEqual(markArtifacts(content.join('\n')).split('\n'), marked);
});

test('a picture that stands many times is stored once, with its mask', async () => {
  const document = await PDFDocument.load(printed, { updateMetadata: false });
  const { context } = document;
  const picture = (mask: PDFRef) => context.stream('same', { Subtype: 'Image', Width: 1, SMask: mask });
  const pictures = [1, 2, 3].map(() => {
    const mask = context.register(context.stream('mask', { Subtype: 'Image', Width: 1 }));
    return context.register(picture(mask));
  });
  pictures.push(context.register(context.stream('other', { Subtype: 'Image', Width: 1 })));
  document.catalog.set(PDFName.of('Pictures'), context.obj(pictures));
  const once = await PDFDocument.load(await finalizePdf(await document.save(), META), {
    updateMetadata: false,
  });
  const refs = once.catalog.lookup(PDFName.of('Pictures'), PDFArray).asArray().map(String);
  assert.equal(new Set(refs).size, 2);
  const images = once.context
    .enumerateIndirectObjects()
    .filter(
      ([, object]) => object instanceof PDFRawStream && String(object.dict).includes('/Subtype /Image'),
    );
  assert.equal(images.length, 3);
});

test('a hostile title is text in the metadata', () => {
  const title = '</rdf:li><evil/>\u0000\u001B[31m & \uD800';
  const xmp = xmpPacket({ ...META, title });
  assert.ok(xmp.includes('&lt;/rdf:li&gt;&lt;evil/&gt;\uFFFD\uFFFD[31m &amp; \uFFFD<'));
});

test('the colour profile is as long as it says and its tags lie within it', () => {
  const profile = srgbProfile();
  assert.equal(profile.readUInt32BE(0), profile.length);
  assert.equal(profile.toString('latin1', 36, 40), 'acsp');
  for (let tag = 0; tag < profile.readUInt32BE(128); tag++) {
    const at = 132 + 12 * tag;
    assert.ok(profile.readUInt32BE(at + 4) + profile.readUInt32BE(at + 8) <= profile.length);
  }
});

test('outside tools find no fault in it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-finalize-'));
  const file = join(folder, 'finished.pdf');
  await writeFile(file, finished);
  const checked = outside(t, 'qpdf', '--check', file);
  if (checked !== null) assert.doesNotMatch(checked, /WARNING/);
  const told = outside(t, 'pdfinfo', file);
  if (told !== null) assert.match(told, /^Metadata Stream: +yes$/m);
  await rm(folder, { recursive: true });
});
