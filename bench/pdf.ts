import puppeteer from 'puppeteer-core';
import { type Browser, withBrowser } from '../src/documents/browser.ts';
import { renderPackHtml } from '../src/documents/pack.ts';
import { printPdf } from '../src/documents/pdf.ts';
import { demoCaseFile } from '../test/helpers/case-file.ts';
import { packContext } from '../test/helpers/pack-context.ts';
import { templates } from '../test/helpers/templates.ts';
import { report } from './report.ts';

const RUNS = 5;
const TARGET = 2;
const TIMELINE_ENTRIES = 1_000;

const browser: Browser = { executable: process.env['RCA_BROWSER'] ?? null };

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

/** The least that prints a page: same browser, no isolation, no tags asked for, no checks. */
async function bare(executablePath: string, html: string): Promise<Uint8Array> {
  const chromium = await puppeteer.launch({
    executablePath,
    headless: /headless.shell|rca-chromium/.test(executablePath) ? 'shell' : true,
    args: ['--no-sandbox'],
  });
  try {
    const page = await chromium.newPage();
    await page.setContent(html);
    return await page.pdf({ preferCSSPageSize: true, printBackground: true });
  } finally {
    await chromium.close();
  }
}

const demo = demoCaseFile();
const entry = demo.timeline.entries[2];
if (!entry) throw new Error('the demo has no third timeline entry');
const entries = Array.from({ length: TIMELINE_ENTRIES }, (_, index) => ({ ...entry, id: `T-${index}` }));
const caseFile = { ...demo, timeline: { ...demo.timeline, entries } };
const html = renderPackHtml(caseFile, packContext(), templates);
const executable = await withBrowser(browser, async (chromium) => chromium.process()?.spawnfile);
if (executable === undefined) throw new Error('the browser has no process');

const oursMs: number[] = [];
const bareMs: number[] = [];
let sizeBytes = 0;
for (let run = 0; run < RUNS; run++) {
  bareMs.push((await timed(() => bare(executable, html))).ms);
  const ours = await timed(async () => printPdf(renderPackHtml(caseFile, packContext(), templates), browser));
  oursMs.push(ours.ms);
  sizeBytes = ours.result.length;
}

const ratio = Math.min(...oursMs) / Math.min(...bareMs);
report({
  question: `How long does a pack of ${TIMELINE_ENTRIES} timeline rows take, rendered and printed, against bare Chromium printing the same HTML?`,
  figures: {
    oursMs: Math.min(...oursMs),
    bareMs: Math.min(...bareMs),
    htmlBytes: html.length,
    pdfBytes: sizeBytes,
  },
  ratios: { 'ours ÷ bare': ratio },
  target: `ours ÷ bare ≤ ${TARGET}`,
  met: ratio <= TARGET,
});
