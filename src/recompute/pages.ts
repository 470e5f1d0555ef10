import { sha256Hex } from '../domain/canonical.ts';
import { messageOf } from '../domain/errors.ts';
import { readBaseDocument } from '../pack/base-document.ts';
import type { ReadPage } from '../pack/page-text/read-pages.ts';
import type { DocumentMeta } from '../pack/pdfa/xmp.ts';
import type { Attached } from './attached.ts';
import { strangeLines } from './html-text.ts';
import { compared, equal, partOf, type RecomputedPart } from './report.ts';

export interface Printed {
  /** As the product finishes it. */
  readonly base: Uint8Array;
  /** Of the name and version of what printed it. */
  readonly browser: string;
}

/** Prints HTML and finishes it as the product does; in words why it cannot. */
export type Printer = (
  html: string,
  meta: DocumentMeta,
  options: { readonly signatureField: boolean },
) => Promise<Printed | string>;

export interface ToPrint {
  readonly html: string;
  readonly meta: DocumentMeta;
  readonly signatureField: boolean;
  readonly printer: Printer;
}

const PART = 'pages';

/**
 * Prints the pages again and compares them with those of the pack. The same bytes are the same pages; of others their
 * text is compared, and what is drawn: another browser draws otherwise, the same one does not.
 */
export async function comparePages(
  attached: Attached,
  { html, meta, signatureField, printer }: ToPrint,
): Promise<RecomputedPart> {
  const led = leadsElsewhere(attached);
  if (led !== undefined) return partOf(PART, 'differs', led);
  const printed = await printer(html, meta, { signatureField });
  if (typeof printed !== 'string' && sha256Hex(printed.base) === sha256Hex(attached.base))
    return equal(PART, 'printed again, the same to the byte');
  let pages: readonly ReadPage[];
  try {
    pages = await readPagesOf(attached.base);
  } catch (cause) {
    return partOf(PART, 'differs', `they cannot be read: ${messageOf(cause)}`);
  }
  if (typeof printed === 'string') return withoutBrowser(pages, html, printed);
  const derived = await readPagesOf(printed.base);
  const others = textDifferences(pages, derived);
  if (others.length > 0) return compared(PART, others);
  const drawn = pages.flatMap((page, at) => (page.drawn === derived[at]?.drawn ? [] : [at + 1]));
  const what =
    drawn.length > 0
      ? `the text is as derived, and drawn otherwise on page ${drawn.slice(0, 10).join(', ')}: fonts, shapes or places`
      : 'the pages are as derived, and the document around them is another';
  return attached.manifest.madeWith['browser'] === printed.browser
    ? partOf(PART, 'differs', `${what}; the browser is the same`)
    : partOf(PART, 'own-word', `${what}; another browser printed them`);
}

const readPagesOf = async (base: Uint8Array): Promise<readonly ReadPage[]> => {
  const { readPages } = await import('../pack/page-text/read-pages.ts');
  return readPages(base);
};

/** The catalog behind the document is the document's own: else a reader is shown other pages than those compared. */
function leadsElsewhere({ base, catalogSha256 }: Attached): string | undefined {
  try {
    const own = sha256Hex(readBaseDocument(base).catalogObject);
    return own === catalogSha256
      ? undefined
      : 'the catalog of the pack leads to other pages than its document has';
  } catch (cause) {
    return `they cannot be read: ${messageOf(cause)}`;
  }
}

function withoutBrowser(pages: readonly ReadPage[], html: string, why: string): RecomputedPart {
  const lines = pages.flatMap((page, at) => page.lines.map((line) => ({ line, page: at + 1 })));
  const strange = strangeLines(
    lines.map(({ line }) => line),
    html,
  );
  if (strange.length > 0) {
    const told = strange
      .slice(0, 3)
      .map((at) => `page ${lines[at]?.page}: "${lines[at]?.line}" is not derived`);
    const more = strange.length > told.length ? [`and ${strange.length - told.length} more`] : [];
    return compared(PART, [...told, ...more]);
  }
  return partOf(
    PART,
    'not-recomputable',
    `each of ${lines.length} texts on them stands in the derived document; they were not printed again: ${why}`,
  );
}

const TOLD_MAX = 4;

function textDifferences(found: readonly ReadPage[], derived: readonly ReadPage[]): readonly string[] {
  const others: string[] = [];
  for (let at = 0; at < Math.max(found.length, derived.length); at++) {
    const [said, made] = [found[at]?.lines ?? [], derived[at]?.lines ?? []];
    if (said.join('\n') === made.join('\n')) continue;
    const added = without(said, made).map((line) => `page ${at + 1}: "${line}" is not derived`);
    const lost = without(made, said).map((line) => `page ${at + 1}: "${line}" is derived and not there`);
    others.push(
      ...(added.length + lost.length === 0 ? [`page ${at + 1}: in another order`] : [...added, ...lost]),
    );
  }
  const more = others.length - TOLD_MAX;
  return more > 0 ? [...others.slice(0, TOLD_MAX), `and ${more} more`] : others;
}

/** Lines that stand more often in one list than in the other. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
