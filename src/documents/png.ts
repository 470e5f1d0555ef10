import { type Browser, withBrowser } from './browser.ts';
import { assertBlank, explained, isolate } from './pdf.ts';

const RENDER_MS_MAX = 60_000;
/** Sharp on a phone. */
const PIXELS_PER_PX = 2;
const MARGIN_PX = 12;

/**
 * A chart as PNG on white, in the browser that prints documents and as isolated as there. `svg` is one of `chartSvg`.
 * Throws `BROWSER_…` and `PRINT_…` errors of fault `outside`.
 */
export function chartPng(
  svg: string,
  sizePx: { readonly width: number; readonly height: number },
  browser: Browser,
): Promise<Uint8Array> {
  return withBrowser(browser, async (chromium) => {
    try {
      const page = await chromium.newPage();
      await isolate(page);
      const width = sizePx.width + 2 * MARGIN_PX;
      const height = sizePx.height + 2 * MARGIN_PX;
      await page.setViewport({ width, height, deviceScaleFactor: PIXELS_PER_PX });
      const body = `<body style="margin:${MARGIN_PX}px;background:#fff">${svg}</body>`;
      await page.setContent(`<!doctype html><meta charset="utf-8">${body}`, {
        waitUntil: 'load',
        timeout: RENDER_MS_MAX,
      });
      const png = await page.screenshot({ type: 'png' });
      assertBlank(page);
      return png;
    } catch (cause) {
      throw explained(cause);
    }
  });
}
