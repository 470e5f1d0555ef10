import { inflateSync } from 'node:zlib';
import { readBaseTrailer, xrefOffsetOf } from '../../src/pack/base-trailer.ts';
import { frameHash } from '../../src/pack/frame-hash.ts';
import {
  type AttachmentHead,
  attachmentLists,
  type BaseTrailer,
  CLOSE_STREAM,
  FILE_SPEC,
  fileSpec,
  numbersAfter,
  openStream,
  PACK_MARK,
  SMALL_BYTES_MAX,
  STREAM_OPENING,
  xrefTail,
} from '../../src/pack/layout.ts';
import {
  CLOSE_SIGNATURE,
  CONTENTS_BYTES,
  planSignature,
  SIGNATURE_OPENING,
  SIGNED_FIELD,
  type SignatureField,
  signedField,
} from '../../src/pack/signature-layout.ts';

export interface Part extends AttachmentHead {
  readonly bytes: Buffer;
  /** What stands in the file instead, deflated. */
  readonly deflated?: Buffer;
}

/** A pack taken apart: written again unchanged it has the same bytes. */
export interface Parts {
  base: Buffer;
  catalog: string;
  attachments: Part[];
  asOf: string;
  /** What stands where a signature belongs. */
  signature: { field: SignatureField; at: string; contents: string } | null;
}

const isoOf = (date: string): string =>
  date.replace(/^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');

export function takeApart(pack: Buffer): Parts {
  const text = pack.toString('latin1');
  const start = text.indexOf(`%%EOF\n${PACK_MARK}`) + '%%EOF\n'.length;
  const catalogAt = start + PACK_MARK.length;
  let at = text.indexOf('\nendobj\n', catalogAt) + '\nendobj\n'.length;
  const parts: Parts = {
    base: pack.subarray(0, start),
    catalog: text.slice(catalogAt, at),
    attachments: [],
    asOf: '',
    signature: null,
  };
  for (;;) {
    const spec = FILE_SPEC.exec(text.slice(at, at + 1024));
    if (spec === null) break;
    at += spec[0].length;
    const opening = STREAM_OPENING.exec(text.slice(at, at + 1024));
    if (opening === null) throw new Error('an attachment has no stream');
    at += opening[0].length;
    const stored = pack.subarray(at, at + Number(opening[3]));
    at += stored.length + CLOSE_STREAM.length;
    parts.asOf = isoOf(opening[6] ?? '');
    parts.attachments.push({
      name: spec[2] ?? '',
      description: spec[3] ?? '',
      relationship: spec[4] as Part['relationship'],
      mediaType: (opening[2] ?? '').replace('#2F', '/'),
      ...(opening[4] === undefined ? { bytes: stored } : { bytes: inflateSync(stored), deflated: stored }),
    });
  }
  at = text.indexOf('\nendobj\n', text.indexOf('/Names [ (', at)) + '\nendobj\n'.length;
  const field = SIGNED_FIELD.exec(text.slice(at, at + 512));
  if (field !== null) {
    at += field[0].length;
    const opening = SIGNATURE_OPENING.exec(text.slice(at, at + 512));
    if (opening === null) throw new Error('a field has no signature');
    at += opening[0].length;
    const [number = 0, page = 0, structParent = 0] = field.slice(1).map(Number);
    const [, year, month, day, hour, minute, second] = opening;
    parts.signature = {
      field: { number, page, structParent },
      at: `${year}-${month}-${day}T${hour}:${minute}:${second}Z`,
      contents: text.slice(at, at + CONTENTS_BYTES),
    };
  }
  return parts;
}

export function trailerOf(base: Buffer): BaseTrailer {
  const offset = xrefOffsetOf(base.subarray(-64)) ?? -1;
  const trailer = readBaseTrailer(offset, base.subarray(offset, offset + 4096));
  if (trailer === undefined) throw new Error('the base document has no trailer');
  return trailer;
}

/** Writes a pack that is well formed throughout, whatever it says. */
export function putTogether(parts: Parts): Buffer {
  const trailer = trailerOf(parts.base);
  const numbers = numbersAfter(trailer);
  const chunks: Buffer[] = [parts.base];
  const frame = frameHash();
  let offset = parts.base.length;
  const put = (bytes: Buffer | string, framed = true): number => {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    if (framed) frame.add(buffer);
    chunks.push(buffer);
    offset += buffer.length;
    return offset - buffer.length;
  };
  put(PACK_MARK);
  const catalog = put(parts.catalog);
  const attachments = parts.attachments.map((part, index) => {
    const deflated = part.deflated !== undefined;
    const body = part.deflated ?? part.bytes;
    const spec = put(fileSpec(numbers.fileSpec(index), numbers.stream(index), part));
    const sizes = { lengthBytes: body.length, sizeBytes: part.bytes.length, deflated };
    const head = { mediaType: part.mediaType, asOf: parts.asOf, ...sizes };
    const stream = put(openStream(numbers.stream(index), head));
    put(body, part.bytes.length <= SMALL_BYTES_MAX);
    put(CLOSE_STREAM);
    return { fileSpec: spec, stream };
  });
  const [list, tree] = attachmentLists(
    trailer,
    parts.attachments.map(({ name }) => name),
  );
  const before = { catalog, attachments, associatedFiles: put(list), nameTree: put(tree) };
  if (parts.signature === null) {
    put(xrefTail(trailer, { ...before, signature: null, xref: offset }, frame.id()), false);
    return Buffer.concat(chunks);
  }
  const { field, at, contents } = parts.signature;
  const fieldAt = put(signedField(field, numbers.signature(attachments.length)));
  const plan = planSignature(trailer, before, { number: field.number, offset: fieldAt }, offset, at);
  put(plan.open);
  put(contents, false);
  put(CLOSE_SIGNATURE);
  put(xrefTail(trailer, plan.offsets, frame.id()), false);
  return Buffer.concat(chunks);
}

/** An attachment of a pack. */
export const partOf = (pack: Buffer, name: string): Buffer =>
  takeApart(pack).attachments.find((part) => part.name === name)?.bytes ?? Buffer.alloc(0);
