const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

const decoded = (html: string): string =>
  html.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return ENTITIES[name ?? ''] ?? whole;
    },
  );

/** What stands in it whatever the case and the spaces: a style sheet may change both. */
const squeezed = (text: string): string => text.replace(/[\s\u00ad\u200b]+/g, '').toLowerCase();

/** Which of the texts on pages stand nowhere in a document, by index. Numbers of pages and of lists are made by the browser. */
export function strangeLines(lines: readonly string[], html: string): readonly number[] {
  const sheets = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, sheet = '']) => sheet);
  const strings = sheets.flatMap((sheet) =>
    [...sheet.replace(/url\([^)]*\)/g, '').matchAll(/"((?:[^"\\]|\\[\s\S])*)"/g)].map(([, text = '']) =>
      text.replace(/\\([0-9a-f]{1,6}) ?/gi, (_, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 16)),
      ),
    ),
  );
  const body = decoded(html.replace(/<style[^>]*>[\s\S]*?<\/style>/g, '').replace(/<[^>]*>/g, ''));
  const known = squeezed(`${body}\n${strings.join('\n')}`);
  return lines.flatMap((line, at) => (/^[\d.]+$/.test(line) || known.includes(squeezed(line)) ? [] : [at]));
}
