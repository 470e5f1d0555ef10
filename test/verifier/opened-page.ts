import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { verifierPage } from '../../scripts/build-verifier.ts';
import { withBrowser } from '../../src/documents/browser.ts';
import type { VerifyReport } from '../../src/pack/report.ts';

const BROWSER = { executable: null };
/** Of a machine that has much else to do. */
const TIMEOUT_MS = 120_000;

export interface Opened {
  readonly page: Page;
  /** Every address that was asked for. */
  readonly requests: readonly string[];
  readonly warnings: readonly string[];
  open(): Promise<void>;
}

/** The verifier in a real browser, opened from disk. */
export async function withPage(folder: string, work: (opened: Opened) => Promise<void>): Promise<void> {
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
export async function choose(page: Page, input: string, ...files: readonly string[]): Promise<void> {
  await page.focus(`#${input}`);
  assert.equal(await page.evaluate('document.activeElement.id'), input);
  const element = await page.$(`input#${input}`);
  assert.ok(element);
  await element.uploadFile(...files);
}

/** Drops files onto the page, as a person does with the mouse. */
export async function dropFiles(page: Page, ...files: readonly string[]): Promise<void> {
  const devtools = await page.createCDPSession();
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  }
}

export const IS_DONE = `/^(Done|Not checked)/.test(document.querySelector('#status').textContent)`;

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
      forgedBy: item.querySelector('.forger')?.textContent.replace(/^To forge it takes (.*)[.]$/, '$1') ?? null,
    })),
  };
})()`;

/** What the page says when it is done. */
export async function reportOf(page: Page): Promise<unknown> {
  await page.waitForFunction(IS_DONE);
  return timeless(await page.evaluate(READ_REPORT));
}

export const expected = ({ intact, signer, checks }: VerifyReport): unknown =>
  timeless({ intact, signer, checks });

/** Without the time of the check itself, which a certificate without a timestamp is judged by. */
const timeless = (report: unknown): unknown =>
  JSON.parse(JSON.stringify(report).replace(/ at \d{4}-[\d:.TZ-]+(?=")/g, ' at this time'));
