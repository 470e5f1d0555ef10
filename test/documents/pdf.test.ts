import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { type Browser, withBrowser } from '../../src/documents/browser.ts';
import { renderPackHtml } from '../../src/documents/pack.ts';
import { printPdf } from '../../src/documents/pdf.ts';
import { renderRca } from '../../src/documents/rca.ts';
import { RcaError } from '../../src/domain/errors.ts';
import { demoCaseFile } from '../helpers/case-file.ts';
import { hostileCaseFile, payloads } from '../helpers/hostile.ts';
import { packContext } from '../helpers/pack-context.ts';
import { templates } from '../helpers/templates.ts';

const browser: Browser = { executable: process.env['RCA_BROWSER'] ?? null };

/** A server that should never be called, and what called it. */
const calls: string[] = [];
const server = createServer((request, response) => {
  calls.push(request.url ?? '');
  response.end();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const end = '<p id="end-of-report">End</p>';
const profiles = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('rca-browser-'));

/** Vectors as real markup, as if every escaper had failed. */
const markup = `<!doctype html><title>x</title>${payloads(origin)
  .filter((payload) => !payload.includes('http-equiv'))
  .slice(0, 17)
  .map((payload) => `<div>${payload.replaceAll('</td></tr></table>', '')}</div>`)
  .join('')}${end}`;

/** Every annotation's target, in the order of the pages. */
function linkTargets(pdf: PDFDocument): string[] {
  return pdf.getPages().flatMap((page) => {
    const annotations = page.node.Annots()?.asArray() ?? [];
    return annotations.map((reference) => {
      const annotation = pdf.context.lookup(reference, PDFDict);
      const action = annotation.lookupMaybe(PDFName.of('A'), PDFDict);
      return action === undefined ? 'internal' : String(action.get(PDFName.of('S')));
    });
  });
}

/** What the pages draw: their content streams, as stored. */
const contents = (pdf: PDFDocument): string[] =>
  pdf.getPages().flatMap((page) => {
    const content = page.node.Contents();
    const streams =
      content instanceof PDFArray ? content.asArray().map((part) => pdf.context.lookup(part)) : [content];
    return streams.map((stream) =>
      stream instanceof PDFRawStream ? Buffer.from(stream.contents).toString('base64') : '',
    );
  });

const POPPLER = 'pdftotext';

/** The text of a PDF by poppler; null, and a visible note, where poppler is not installed. */
async function popplerText(context: TestContext, bytes: Uint8Array): Promise<string | null> {
  const dir = await mkdtemp(join(tmpdir(), 'rca-text-'));
  context.after(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, 'a.pdf'), bytes);
  const run = spawnSync(POPPLER, ['-layout', join(dir, 'a.pdf'), '-'], { encoding: 'utf8' });
  if (run.error)
    context.diagnostic('pdftotext is not installed: the text was not read back by another program');
  return run.error ? null : run.stdout;
}

test('a pack full of payloads prints whole, calls nobody, links nowhere outside and shows them as text', async (context) => {
  const caseFile = hostileCaseFile(demoCaseFile(), origin);
  const html = renderPackHtml(caseFile, packContext(payloads(origin)[2]), templates);
  const bytes = await printPdf(html, browser);
  assert.deepEqual(calls, []);
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  assert.ok(pdf.getPageCount() > 10);
  assert.ok(bytes.length < 2_000_000, `${bytes.length} bytes: something was drawn as a picture`);
  assert.deepEqual(new Set(linkTargets(pdf)), new Set(['internal']));
  const catalog = pdf.catalog;
  assert.ok(catalog.get(PDFName.of('StructTreeRoot')), 'the PDF is tagged');
  assert.ok(catalog.get(PDFName.of('Outlines')), 'the PDF has an outline');
  assert.equal(catalog.get(PDFName.of('OpenAction')), undefined);
  const text = await popplerText(context, bytes);
  if (text === null) return;
  const line = text.replace(/\s+/g, '');
  assert.ok(line.includes('<script>fetch("'));
  assert.ok(line.includes('⟦U+202E⟧'));
  assert.ok(line.includes('EndoftheevidencepackofINC-2026-0001'));
  assert.match(text, new RegExp(`Page 2 of ${pdf.getPageCount()}`));
});

test('the browser alone reaches nothing either, even when every escaper has failed', async () => {
  await printPdf(markup, browser);
  assert.deepEqual(calls, []);
});

test('the same markup calls home from an ordinary browser, so that silence means something', async () => {
  await withBrowser(browser, async (chromium) => {
    const page = await chromium.newPage();
    await page.setContent(markup, { waitUntil: 'load' });
    await page.waitForNetworkIdle({ idleTime: 200 });
  });
  assert.ok(calls.length >= 5, `only ${calls.length} calls`);
  assert.ok(calls.includes('/fetch'), 'scripts ran');
  calls.length = 0;
});

test('a script in the document does not run', async () => {
  const script = `<script>document.querySelector('p').remove()</script>`;
  const bytes = await printPdf(
    `<!doctype html><title>x</title>${end}`.replace(end, `${script}${end}`),
    browser,
  );
  assert.ok(bytes.length > 0);
  await assert.rejects(
    printPdf(`${end}<script>document.body.append(document.querySelector('p'))</script>`, browser),
    {
      code: 'PRINT_INCOMPLETE',
    },
  );
});

test('the same document draws the same pages each time', async () => {
  const { html } = renderRca(demoCaseFile(), templates);
  const [first, second] = [await printPdf(html, browser), await printPdf(html, browser)];
  const [one, two] = [await PDFDocument.load(first), await PDFDocument.load(second)];
  assert.deepEqual(contents(one), contents(two));
  assert.equal(first.length, second.length);
});

test('a document that leads the browser away is not printed', async () => {
  await assert.rejects(
    printPdf(`<!doctype html><meta http-equiv="refresh" content="0;url=${origin}/refresh">${end}`, browser),
    (error: unknown) => {
      assert.ok(error instanceof RcaError, String(error));
      assert.match(error.code, /^PRINT_/);
      return true;
    },
  );
  assert.deepEqual(calls, []);
});

test('a browser that is not there is reported with its path and the mend', async () => {
  await assert.rejects(printPdf(end, { executable: '/nowhere/chrome' }), (error: unknown) => {
    assert.ok(error instanceof RcaError);
    assert.equal(error.code, 'BROWSER_MISSING');
    assert.equal(error.fault, 'outside');
    assert.match(error.message, /\/nowhere\/chrome/);
    assert.match(error.mend, /RCA_BROWSER/);
    return true;
  });
});

test('printing leaves neither a profile nor a process behind, also when it fails', async () => {
  const before = await profiles();
  await assert.rejects(
    withBrowser(browser, async () => {
      throw new Error('in the middle');
    }),
    /in the middle/,
  );
  await printPdf(end, browser);
  assert.deepEqual(
    (await profiles()).filter((name) => !before.includes(name)),
    [],
  );
  if (process.platform === 'linux') assert.deepEqual(await browsersOf(process.pid), []);
});

/** Command lines of this process's children that run in one of our profiles. */
async function browsersOf(parent: number): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const [stat, command] = await Promise.all(
      ['stat', 'cmdline'].map((name) => readFile(`/proc/${entry}/${name}`, 'utf8').catch(() => '')),
    );
    if (stat?.split(' ')[3] === String(parent) && command?.includes('rca-browser-')) found.push(command);
  }
  return found;
}

test('a run without the sandbox is said, and only then', async () => {
  const notices: string[] = [];
  await printPdf(end, { ...browser, onNotice: (notice) => notices.push(notice) });
  if (process.getuid?.() === 0) assert.match(notices[0] ?? '', /without its own sandbox, because root/);
  for (const notice of notices) assert.match(notice, /JavaScript and network were off/);
});
