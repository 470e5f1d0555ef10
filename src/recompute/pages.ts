import { sha256Hex } from '../domain/canonical.ts';
import type { DocumentMeta } from '../pack/pdfa/xmp.ts';
import type { Attached } from './attached.ts';
import { equal, partOf, type RecomputedPart } from './report.ts';

/** Prints HTML and finishes it as the product does; in words why it cannot. */
export type Printer = (
  html: string,
  meta: DocumentMeta,
  options: { readonly signatureField: boolean },
) => Promise<Uint8Array | string>;

export interface ToPrint {
  readonly html: string;
  readonly meta: DocumentMeta;
  readonly signatureField: boolean;
  readonly printer: Printer;
}

/** Prints the pages again and compares them with those of the pack. */
export async function comparePages(
  { base }: Attached,
  { html, meta, signatureField, printer }: ToPrint,
): Promise<RecomputedPart> {
  const printed = await printer(html, meta, { signatureField });
  if (typeof printed === 'string') return partOf('pages', 'not-recomputable', printed);
  if (sha256Hex(printed) === sha256Hex(base)) return equal('pages', 'printed again, the same to the byte');
  return partOf('pages', 'differs', 'printed again, they are others');
}
