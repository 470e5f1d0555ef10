import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  decodePDFRawStream,
  PDFArray,
  type PDFDict,
  PDFDocument,
  PDFName,
  PDFRawStream,
  type PDFRef,
} from '@cantoo/pdf-lib';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { readBaseDocument } from '../../src/pack/base-document.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import type { Printed, Printer } from '../../src/recompute/pages.ts';
import { printerOf, recomputeFile } from '../../src/recompute/recompute-file.ts';
import { version } from '../../src/version.ts';
import { changed, forgeManifest } from '../pack/forge.ts';
import { type Parts, putTogether, takeApart } from '../pack/parts.ts';
import { type MadePack, madePack } from './made-pack.ts';

let made: MadePack;
let printed: Printed;
before(async () => {
  made = await madePack();
});
after(() => made.clear());

/** Prints once for all tests: the inputs are the same. */
const once: Printer = async (html, meta, options) => {
  const print = async () => {
    const found = await printerOf(process.env['RCA_BROWSER'] ?? null)(html, meta, options);
    assert.ok(typeof found !== 'string', String(found));
    return found;
  };
  printed ??= await print();
  return printed;
};

const pagesOf = async (file: string, printer: Printer) => {
  const found = await recomputeFile(file, { browser: null, version }, printer);
  const others = found?.parts.filter(({ part, state }) => state !== 'equal' && part !== 'pages');
  assert.deepEqual(others, []);
  return found?.parts.find(({ part }) => part === 'pages') ?? assert.fail();
};

const bare: Printer = async () => 'there is no browser';
const other: Printer = async (...asked) => ({
  ...((await once(...asked)) as Printed),
  browser: 'b'.repeat(64),
});

/** A pack of other pages, whose own digests all hold. */
async function forgedPages(name: string, change: (parts: Parts) => Promise<void>): Promise<string> {
  const parts = takeApart(await readFile(made.file));
  const before = { sha256: sha256Hex(parts.base), sizeBytes: parts.base.length };
  await change(parts);
  const base = { sha256: sha256Hex(parts.base), sizeBytes: parts.base.length };
  const forged = changed(parts, (all) => {
    const howTo = String(all.get('VERIFY.txt'))
      .replace(before.sha256, base.sha256)
      .replace(`head -c ${before.sizeBytes} `, `head -c ${base.sizeBytes} `);
    all.set('VERIFY.txt', Buffer.from(howTo));
    forgeManifest(all, (manifest) => ({ ...manifest, base, catalogSha256: sha256Hex(parts.catalog) }));
  });
  const file = join(made.folder, `${name}.pdf`);
  await writeFile(file, putTogether(forged));
  assert.equal((await verifyPack(file)).intact, true, `${name} has digests that hold`);
  return file;
}

const changedDocument = (change: (document: PDFDocument) => void) => async (parts: Parts) => {
  const document = await PDFDocument.load(parts.base, { updateMetadata: false });
  change(document);
  const saved = await document.save({ useObjectStreams: true, addDefaultPage: false });
  parts.base = Buffer.concat([saved, Buffer.from('\n')]);
  parts.catalog = readBaseDocument(parts.base).catalogObject.toString('latin1');
};

const name = (text: string) => PDFName.of(text);

/** Shows a text in a font that the page has, whatever lies over it. */
function layOver(document: PDFDocument, text: string): void {
  const { node } = document.getPages()[0] ?? assert.fail();
  const font = document.context.register(
    document.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica' }),
  );
  node.setFontDictionary(name('Forged'), font);
  const map = [...text].map((character) => `<${hex(character)}> <00${hex(character)}>`).join('\n');
  const toUnicode = document.context.flateStream(`${text.length} beginbfchar\n${map}\nendbfchar`);
  (document.context.lookup(font) as PDFDict).set(name('ToUnicode'), document.context.register(toUnicode));
  const content = document.context.flateStream(`BT /Forged 1 Tf 3 Tr 40 40 Td (${text}) Tj ET`);
  node.addContentStream(document.context.register(content));
}

const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(2, '0');

test('pages that are printed again are the same to the byte, and so everything is equal', async () => {
  const found = await recomputeFile(made.file, { browser: null, version }, once);
  assert.equal(found?.verdict, 'equal', JSON.stringify(found?.parts));
  assert.match(
    (await pagesOf(made.file, bare)).detail,
    /each of \d{3,} texts on them stands in the derived document/,
  );
});

test('text that is laid over a page is read, seen or not, with and without a browser', async () => {
  const file = await forgedPages(
    'over',
    changedDocument((document) => layOver(document, 'Nobody was harmed')),
  );
  for (const printer of [once, other, bare]) {
    const { state, detail } = await pagesOf(file, printer);
    assert.equal(state, 'differs');
    assert.match(detail, /page 1: "Nobody was harmed" is not derived/);
  }
});

test('a font that draws other letters than it says is found; by another browser it is not shown to be one', async () => {
  const file = await forgedPages(
    'font',
    changedDocument((document) => {
      const fonts = document.context
        .enumerateIndirectObjects()
        .filter(([, object]) => object instanceof PDFRawStream && object.dict.has(name('Length1')));
      const [first, second] = fonts as [PDFRef, PDFRawStream][];
      assert.ok(first && second);
      // The outlines of one font in the place of another's.
      document.context.assign(first[0], second[1]);
    }),
  );
  const same = await pagesOf(file, once);
  assert.equal(same.state, 'differs');
  assert.match(same.detail, /text is as derived, and drawn otherwise on page .*the browser is the same/);
  assert.deepEqual(
    [(await pagesOf(file, other)).state, (await pagesOf(file, bare)).state],
    ['own-word', 'not-recomputable'],
  );
});

test('a font whose codes are said to be other letters is read as a searcher reads it', async () => {
  const file = await forgedPages(
    'codes',
    changedDocument((document) => {
      for (const [ref, object] of document.context.enumerateIndirectObjects()) {
        if (!(object instanceof PDFRawStream)) continue;
        const text = Buffer.from(tryDecode(object)).toString('latin1');
        if (!text.includes('beginbfchar')) continue;
        document.context.assign(ref, document.context.flateStream(text.replace(/<0062>/g, '<0078>')));
      }
    }),
  );
  const { state, detail } = await pagesOf(file, once);
  assert.equal(state, 'differs');
  assert.match(detail, /page \d+: ".*" is not derived/);
});

const tryDecode = (stream: PDFRawStream): Uint8Array => {
  try {
    return decodePDFRawStream(stream).decode();
  } catch {
    return new Uint8Array();
  }
};

test('a catalog that leads to a part of the pages, or to others, is found with the document untouched', async () => {
  const document = await PDFDocument.load(takeApart(await readFile(made.file)).base, {
    updateMetadata: false,
  });
  const kids = document.catalog.Pages().Kids();
  assert.ok(kids instanceof PDFArray);
  const inner = String(kids.get(0));
  const file = await forgedPages('catalog', async (parts) => {
    parts.catalog = parts.catalog.replace(/\/Pages \d+ 0 R/, `/Pages ${inner}`);
  });
  for (const printer of [once, bare]) {
    const { state, detail } = await pagesOf(file, printer);
    assert.equal(state, 'differs');
    assert.match(detail, /catalog of the pack leads to other pages/);
  }
});

test('a page that is taken out is missed', async () => {
  const file = await forgedPages(
    'fewer',
    changedDocument((document) => document.removePage(1)),
  );
  const { state, detail } = await pagesOf(file, once);
  assert.equal(state, 'differs');
  assert.match(detail, /page 2: /);
});
