import type { Browser as Chromium, Page } from 'puppeteer-core';
import { TimeoutError } from 'puppeteer-core';
import { sha256Hex } from '../domain/canonical.ts';
import { outsideError, RcaError } from '../domain/errors.ts';
import { type Browser, withBrowser } from './browser.ts';

/** The last element of every document: without it a part of the document is missing. */
const SENTINEL = 'end-of-report';
const CONTENT_MS_MAX = 60_000;
const PRINT_MS_MAX = 180_000;

/**
 * Prints a document to a tagged PDF with an outline. The page runs no script, reaches no network and stays
 * `about:blank` from beginning to end. Throws `BROWSER_…` and `PRINT_…` errors of fault `outside`.
 */
export function printPdf(html: string, browser: Browser): Promise<Uint8Array> {
  return withBrowser(browser, async (chromium) => {
    try {
      return await printIn(chromium, html);
    } catch (cause) {
      throw explained(cause);
    }
  });
}

/** SHA-256 of the name and version that a browser states in what it has printed. */
export const browserDigest = (printed: Uint8Array): string =>
  sha256Hex(
    /\/Producer \(([^()\\]{1,100})\)/.exec(Buffer.from(printed).toString('latin1'))?.[1] ?? 'not stated',
  );

async function printIn(chromium: Chromium, html: string): Promise<Uint8Array> {
  const page = await chromium.newPage();
  await isolate(page);
  assertBlank(page);
  await page.setContent(html, { waitUntil: 'load', timeout: CONTENT_MS_MAX });
  await assertWhole(page);
  const pdf = await page.pdf({
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
    timeout: PRINT_MS_MAX,
  });
  assertBlank(page);
  await assertWhole(page);
  return pdf;
}

/** Each of these alone leaks; together they do not. */
export async function isolate(page: Page): Promise<void> {
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const embeddedFont = request.url().startsWith('data:font/');
    // A page that is being closed refuses the answer too: nothing is left to let through.
    (embeddedFont ? request.continue() : request.abort('blockedbyclient')).catch(() => undefined);
  });
}

export function assertBlank(page: Page): void {
  if (page.url() === 'about:blank') return;
  throw outsideError({
    code: 'PRINT_LEFT_PAGE',
    message: `the document led the browser to ${page.url().slice(0, 120)}`,
    mend: 'do not use this PDF; report the evidence that the document was made from',
  });
}

async function assertWhole(page: Page): Promise<void> {
  const last = await page.evaluate('document.body.lastElementChild?.id ?? ""');
  if (last === SENTINEL) return;
  throw outsideError({
    code: 'PRINT_INCOMPLETE',
    message: 'the browser did not get the end of the document',
    mend: `end the template's body with an element whose id is ${SENTINEL}, and print again`,
  });
}

export function explained(cause: unknown): unknown {
  if (cause instanceof RcaError) return cause;
  if (cause instanceof TimeoutError) {
    return outsideError(
      {
        code: 'PRINT_TIMEOUT',
        message: 'the browser took too long to print the document',
        mend: 'print again on a machine with less load, or with fewer evidence items',
      },
      cause,
    );
  }
  return outsideError(
    {
      code: 'PRINT_FAILED',
      message: 'the browser stopped while it printed the document',
      mend: 'print again; if it happens again, set RCA_BROWSER to another Chrome or Chromium',
    },
    cause,
  );
}
