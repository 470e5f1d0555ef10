import { type BaseTrailer, numbersAfter, type Offsets, xrefTail } from './layout.ts';
import { pdfDate } from './pdfa/pdf-date.ts';

/** The text forms of a signed pack's field and signature, shared by writer and reader like those of `layout.ts`. */

/** Room for the signature, its certificates and a timestamp. */
export const CMS_BYTES_MAX = 16 * 1024;
/** The hexadecimal string with its brackets. */
export const CONTENTS_BYTES = CMS_BYTES_MAX * 2 + 2;

/** What a signature field refers to: object numbers, and its key in the structure's parent tree. */
export interface SignatureField {
  readonly number: number;
  readonly page: number;
  readonly structParent: number;
}

/** The base document's field again, with its value. */
export const signedField = ({ number, page, structParent }: SignatureField, signature: number): string =>
  `${number} 0 obj\n<< /Type /Annot /Subtype /Widget /FT /Sig /T (PackSignature)` +
  ` /TU (Digital signature of this evidence pack) /F 132 /Rect [ 0 0 0 0 ] /P ${page} 0 R` +
  ` /StructParent ${structParent} /V ${signature} 0 R >>\nendobj\n`;

/** Reads what `signedField` writes: number, page, key of the parent tree. */
export const SIGNED_FIELD =
  /^(\d{1,9}) 0 obj\n<< \/Type \/Annot .{0,150} \/P (\d{1,9}) 0 R \/StructParent (\d{1,9}) \/V \d{1,9} 0 R >>\nendobj\n/;

/** Where a signature lies, in bytes from the file's start: between `from` and `to` it does not sign. */
export interface SignedRange {
  readonly from: number;
  readonly to: number;
  readonly end: number;
}

const RANGE_CHARACTERS = 64;

/** Everything of the signature's object in front of its value; as long for one range as for another. */
const openSignature = (object: number, at: string, { from, to, end }: SignedRange): string =>
  `${object} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached` +
  ` /M (${pdfDate(at)}) /Reason (Seal of an evidence pack)` +
  ` /ByteRange ${`[ 0 ${from} ${to} ${end - to} ]`.padEnd(RANGE_CHARACTERS)} /Contents `;

/** Reads what `openSignature` writes: the time of signing. */
export const SIGNATURE_OPENING =
  /^\d{1,9} 0 obj\n<< \/Type \/Sig .{0,100} \/M \(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z\) .{0,150} \/Contents /;

export const CLOSE_SIGNATURE = ' >>\nendobj\n';

export const signatureContents = (cms: Uint8Array): string =>
  `<${Buffer.from(cms)
    .toString('hex')
    .padEnd(CMS_BYTES_MAX * 2, '0')}>`;

/** Reads what `signatureContents` writes: the CMS and the zeros behind it. */
export const SIGNATURE_CONTENTS = /^<([0-9a-f]*)>$/;

/** Where everything behind the field comes to lie, given the field's place and that of what follows it. */
export function planSignature(
  base: BaseTrailer,
  before: Omit<Offsets, 'signature' | 'xref'>,
  field: { readonly number: number; readonly offset: number },
  offset: number,
  at: string,
): { readonly open: string; readonly range: SignedRange; readonly offsets: Offsets } {
  const number = numbersAfter(base).signature(before.attachments.length);
  const from = offset + openSignature(number, at, { from: 0, to: 0, end: 0 }).length;
  const to = from + CONTENTS_BYTES;
  const xref = to + CLOSE_SIGNATURE.length;
  const signature = { fieldNumber: field.number, field: field.offset, signature: offset };
  const offsets = { ...before, signature, xref };
  const range = { from, to, end: xref + xrefTail(base, offsets, '0'.repeat(32)).length };
  return { open: openSignature(number, at, range), range, offsets };
}
