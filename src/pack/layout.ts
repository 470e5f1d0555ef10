import { pdfDate } from './pdfa/pdf-date.ts';

/**
 * The text forms of a pack's incremental update, shared by writer and reader so that what one does not write
 * the other does not accept. docs/pack-format.md describes them.
 */

/** Stands at the start of the update, right behind the base document's last `%%EOF`. */
export const PACK_MARK = '%rca-pack 1\n';

/**
 * Attachments up to this size are held whole and covered by the update's id, larger ones by their own digest
 * alone. Packs from before attachments stood as they are have these deflated: inflating stays bounded.
 */
export const SMALL_BYTES_MAX = 256 * 1024;

/** The relationships of ISO 19005-3, annex E, that a pack uses. */
export type Relationship = 'Source' | 'Data' | 'Alternative' | 'Supplement';

export interface AttachmentHeader {
  readonly mediaType: string;
  /** In the file: another than `sizeBytes` only in a pack from before. */
  readonly lengthBytes: number;
  /** Of the attachment itself. */
  readonly sizeBytes: number;
  readonly deflated: boolean;
  /** ISO 8601, whole seconds count. */
  readonly asOf: string;
}

/** Flat and ASCII, so that it is a literal PDF string and a file name everywhere. */
export const ATTACHMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export const openStream = (object: number, header: AttachmentHeader): string => {
  const subtype = header.mediaType.replace('/', '#2F');
  const filter = header.deflated ? ' /Filter /FlateDecode' : '';
  const date = pdfDate(header.asOf);
  return (
    `${object} 0 obj\n<< /Type /EmbeddedFile /Subtype /${subtype} /Length ${header.lengthBytes}${filter}` +
    ` /Params << /Size ${header.sizeBytes} /CreationDate (${date}) /ModDate (${date}) >> >>\nstream\n`
  );
};

/** Reads what `openStream` writes: object, subtype, length, filter, size, date. */
export const STREAM_OPENING =
  /^(\d{1,9}) 0 obj\n<< \/Type \/EmbeddedFile \/Subtype \/([a-z0-9.+-]+#2F[a-z0-9.+-]+) \/Length (\d{1,15})( \/Filter \/FlateDecode)? \/Params << \/Size (\d{1,15}) \/CreationDate \((D:\d{14}Z)\) \/ModDate \(\6\) >> >>\nstream\n/;

export const CLOSE_STREAM = '\nendstream\nendobj\n';

export interface FileSpec {
  readonly name: string;
  /** Printable ASCII without parentheses and backslash. */
  readonly description: string;
  readonly relationship: Relationship;
}

export const fileSpec = (object: number, stream: number, spec: FileSpec): string =>
  `${object} 0 obj\n<< /Type /Filespec /F (${spec.name}) /UF (${spec.name}) /Desc (${spec.description})` +
  ` /AFRelationship /${spec.relationship} /EF << /F ${stream} 0 R /UF ${stream} 0 R >> >>\nendobj\n`;

/** How an attachment is described: by its file specification and its stream. */
export interface AttachmentHead extends FileSpec {
  readonly mediaType: string;
}

/** Reads what `fileSpec` writes: object, name, description, relationship, stream. */
export const FILE_SPEC =
  /^(\d{1,9}) 0 obj\n<< \/Type \/Filespec \/F \(([A-Za-z0-9][A-Za-z0-9._-]{0,99})\) \/UF \(\2\) \/Desc \(([ -'*-[\]-~]{1,200})\) \/AFRelationship \/(Source|Data|Alternative|Supplement) \/EF << \/F (\d{1,9}) 0 R \/UF \5 0 R >> >>\nendobj\n/;

/** What the update needs to know of the base document's trailer. */
export interface BaseTrailer {
  readonly xrefOffset: number;
  /** One more than the base's largest object number. */
  readonly size: number;
  readonly root: number;
  readonly info: number;
  /** Hexadecimal. */
  readonly id: string;
}

/** Object numbers of the update, given the base and how many attachments there are. */
export const numbersAfter = (base: BaseTrailer) => ({
  associatedFiles: base.size,
  nameTree: base.size + 1,
  fileSpec: (index: number): number => base.size + 2 + 2 * index,
  stream: (index: number): number => base.size + 3 + 2 * index,
  /** Of a pack that is signed; the cross-reference then comes one later. */
  signature: (attachments: number): number => base.size + 2 + 2 * attachments,
  xref: (attachments: number, signed: boolean): number => base.size + 2 + 2 * attachments + (signed ? 1 : 0),
});

/** The list of associated files and the name tree, in the order that each needs. */
export function attachmentLists(base: BaseTrailer, names: readonly string[]): readonly [string, string] {
  const numbers = numbersAfter(base);
  const refs = names.map((name, index) => ({ name, ref: `${numbers.fileSpec(index)} 0 R` }));
  const sorted = refs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    `${numbers.associatedFiles} 0 obj\n[ ${refs.map(({ ref }) => ref).join(' ')} ]\nendobj\n`,
    `${numbers.nameTree} 0 obj\n<< /Names [ ${sorted.map(({ name, ref }) => `(${name}) ${ref}`).join(' ')} ] >>\nendobj\n`,
  ];
}

/** A file specification stands before its stream. */
export interface AttachmentOffsets {
  readonly fileSpec: number;
  readonly stream: number;
}

export interface Offsets {
  readonly catalog: number;
  readonly associatedFiles: number;
  readonly nameTree: number;
  readonly attachments: readonly AttachmentOffsets[];
  /** Null when the document is not signed. */
  readonly signature: SignatureOffsets | null;
  readonly xref: number;
}

export interface SignatureOffsets {
  /** Object number of the field in the base document, and where the update has it again. */
  readonly fieldNumber: number;
  readonly field: number;
  readonly signature: number;
}

const ROW_BYTES = 9;

/** The cross-reference stream and everything behind it. `updateId` is hexadecimal, 32 digits. */
export function xrefTail(base: BaseTrailer, offsets: Offsets, updateId: string): Buffer {
  const { signature } = offsets;
  const own = [
    offsets.associatedFiles,
    offsets.nameTree,
    ...offsets.attachments.flatMap(({ fileSpec: spec, stream }) => [spec, stream]),
    ...(signature === null ? [] : [signature.signature]),
    offsets.xref,
  ];
  const changed = [{ number: base.root, offset: offsets.catalog }];
  if (signature !== null) changed.push({ number: signature.fieldNumber, offset: signature.field });
  changed.sort((a, b) => a.number - b.number);
  const rows = Buffer.concat([...changed.map(({ offset }) => offset), ...own].map(row));
  const number = numbersAfter(base).xref(offsets.attachments.length, signature !== null);
  const head =
    `${number} 0 obj\n<< /Type /XRef /Size ${number + 1} /W [ 1 6 2 ]` +
    ` /Index [ ${changed.map((object) => `${object.number} 1`).join(' ')} ${base.size} ${own.length} ] /Prev ${base.xrefOffset} /Root ${base.root} 0 R` +
    ` /Info ${base.info} 0 R /ID [ <${base.id}> <${updateId}> ] /Length ${rows.length} >>\nstream\n`;
  const foot = `${CLOSE_STREAM}startxref\n${offsets.xref}\n%%EOF\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), rows, Buffer.from(foot, 'latin1')]);
}

/** Type 1: in use; six bytes of offset; generation 0. */
function row(offset: number): Buffer {
  const bytes = Buffer.alloc(ROW_BYTES);
  bytes[0] = 1;
  bytes.writeUIntBE(offset, 1, 6);
  return bytes;
}
