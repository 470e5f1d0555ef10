import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { verifierPage } from '../../scripts/build-verifier.ts';
import { withBrowser } from '../../src/documents/browser.ts';
import type { VerifyReport } from '../../src/pack/report.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { manyPacks } from '../pack/many-packs.ts';

const BROWSER = { executable: null };
/** Of a machine that has much else to do. */
const TIMEOUT_MS = 120_000;

interface Opened {
  readonly page: Page;
  /** Every address that was asked for. */
  readonly requests: readonly string[];
  readonly warnings: readonly string[];
  open(): Promise<void>;
}

/** The verifier in a real browser, opened from disk. */
async function withPage(folder: string, work: (opened: Opened) => Promise<void>): Promise<void> {
  const file = join(folder, 'rca-verify.html');
  await writeFile(file, await verifierPage());
  await withBrowser(BROWSER, async (chromium) => {
    const page = await chromium.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    // A browser warns of what its policy refuses.
    const warnings: string[] = [];
    page.on('console', (message) => warnings.push(message.text()));
    page.on('pageerror', (error) => assert.fail(String(error)));
    const open = async () => {
      await page.goto(pathToFileURL(file).href);
      // Before its first paint a page is given no input.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    };
    await open();
    await work({ page, requests, warnings, open });
  });
}

/** Gives an input its files, as the browser does once its own dialogue is closed; the keyboard reaches the input. */
async function choose(page: Page, input: string, ...files: readonly string[]): Promise<void> {
  await page.focus(`#${input}`);
  assert.equal(await page.evaluate('document.activeElement.id'), input);
  const element = await page.$(`input#${input}`);
  assert.ok(element);
  await element.uploadFile(...files);
}

/** Drops files onto the page, as a person does with the mouse. */
async function dropFiles(page: Page, ...files: readonly string[]): Promise<void> {
  const devtools = await page.createCDPSession();
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  }
}

const IS_DONE = `/^(Done|Not checked)/.test(document.querySelector('#status').textContent)`;

const READ_REPORT = `(() => {
  const signers = { 'Signer verified': 'verified', 'Signer not verified': 'unchecked', 'Not sealed': 'unsealed' };
  const text = (selector, from = document) => from.querySelector(selector).textContent;
  return {
    intact: text('#answer-intact .title') === 'Intact',
    signer: signers[text('#answer-signer .title')],
    checks: [...document.querySelectorAll('#checks li')].map((item) => ({
      check: item.dataset.check,
      ok: JSON.parse(item.dataset.ok),
      detail: text('.detail', item),
    })),
  };
})()`;

/** What the page says when it is done. */
async function reportOf(page: Page): Promise<unknown> {
  await page.waitForFunction(IS_DONE);
  return timeless(await page.evaluate(READ_REPORT));
}

const expected = ({ intact, signer, checks }: VerifyReport): unknown => timeless({ intact, signer, checks });

/** Without the time of the check itself, which a certificate without a timestamp is judged by. */
const timeless = (report: unknown): unknown =>
  JSON.parse(JSON.stringify(report).replace(/ at \d{4}-[\d:.TZ-]+(?=")/g, ' at this time'));
const pemOf = (file: string): Promise<string> => readFile(file, 'utf8');

test('the page says of each pack what rca verify says, check by check, and asks no network', async (t) => {
  const many = await manyPacks(t);
  await withPage(many.folder, async ({ page, requests, warnings, open }) => {
    const opened = requests[0] ?? '';
    let broken = 0;
    for (const [name, pack] of many.packs) {
      const report = await verifyPack(pack);
      if (!report.intact) broken += 1;
      await open();
      await dropFiles(page, pack);
      assert.deepEqual(await reportOf(page), expected(report), name);
    }
    assert.equal(broken, many.packs.size - 4);
    for (const url of requests) assert.equal(url, opened);
    assert.match(opened, /^file:/);
    assert.deepEqual(warnings, []);
  });
});

test('a key and a root certificate, right or wrong, get the same answer as from rca verify', async (t) => {
  const { folder, packs, key, ca, otherKey, otherCa } = await manyPacks(t);
  await withPage(folder, async ({ page, open }) => {
    for (const name of ['sealed-ec', 'sealed-rsa', 'sealed-by-key', 'unsealed']) {
      const pack = packs.get(name) ?? '';
      for (const [keyFile, caFile] of [
        [key, ca],
        [otherKey, ca],
        [key, otherCa],
      ] as const) {
        await open();
        await dropFiles(page, caFile, keyFile, pack);
        const options = { key: await pemOf(keyFile), ca: await pemOf(caFile) };
        const given = `${name}, ${basename(keyFile)}, ${basename(caFile)}`;
        assert.deepEqual(await reportOf(page), expected(await verifyPack(pack, options)), given);
      }
    }
    await open();
    await choose(page, 'pack', packs.get('sealed-by-key') ?? '');
    assert.equal(((await reportOf(page)) as VerifyReport).signer, 'unchecked');
    await choose(page, 'key', key);
    await page.waitForFunction(`document.querySelector('#answer-signer')?.classList.contains('holds')`);
    assert.equal(((await reportOf(page)) as VerifyReport).signer, 'verified');
  });
});

test('what is no pack is told in words, and nothing of a pack becomes markup', async (t) => {
  const { folder, packs } = await manyPacks(t);
  await withPage(folder, async ({ page, open }) => {
    const nothing = join(folder, 'nothing.pdf');
    await writeFile(nothing, '%PDF-1.7\nnothing');
    await dropFiles(page, nothing);
    await page.waitForFunction(IS_DONE);
    const status = `document.querySelector('#status').textContent`;
    assert.match(String(await page.evaluate(status)), /not an evidence pack of format 1/);
    await open();
    await dropFiles(page, packs.get('manifest-forged') ?? '');
    await reportOf(page);
    assert.equal(await page.evaluate(`document.querySelectorAll('#result b').length`), 0);
    const shown = String(await page.evaluate(`document.querySelector('dd').textContent`));
    assert.equal(shown, 'INC-2026-0666 ⟦U+202E⟧<b>');
  });
});

test('the page’s own policy stops it from reaching a network, whatever runs in it', async (t) => {
  const { folder } = await manyPacks(t);
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await withPage(folder, async ({ page }) => {
    const tries = `(async () => {
      const image = new Image();
      const loaded = new Promise((resolve) => { image.onload = image.onerror = resolve; });
      image.src = '${url}/image';
      await loaded;
      navigator.sendBeacon('${url}/beacon');
      return fetch('${url}/fetch').then(() => 'fetched', () => 'refused');
    })()`;
    assert.equal(await page.evaluate(tries), 'refused');
  });
  assert.deepEqual(heard, []);
});

test('the same source gives the same page', async () => {
  assert.equal(await verifierPage(), await verifierPage());
});
