import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { outsideError, userError } from '../domain/errors.ts';
import type { BaseDocument } from './base-document.ts';
import { frameHash } from './frame-hash.ts';
import {
  ATTACHMENT_NAME,
  type AttachmentHead,
  type AttachmentOffsets,
  attachmentLists,
  CLOSE_STREAM,
  fileSpec,
  numbersAfter,
  type Offsets,
  openStream,
  PACK_MARK,
  SMALL_BYTES_MAX,
  xrefTail,
} from './layout.ts';
import {
  CLOSE_SIGNATURE,
  planSignature,
  type SignatureField,
  signatureContents,
  signedField,
} from './signature-layout.ts';

export interface AttachedSum {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** How the whole file is to be signed. */
export interface Signing {
  readonly field: SignatureField;
  /** ISO 8601: when the signer says that it signs. */
  readonly at: string;
  /** A CMS signature for the SHA-256 of the file without its place; at most `CMS_BYTES_MAX`. */
  sign(sha256: Buffer): Promise<Buffer>;
}

/** Writes a base document and one incremental update that attaches files, in the order they are handed in. */
export class UpdateWriter {
  /** What is attached so far, by name. */
  readonly sums = new Map<string, AttachedSum>();
  #offset = 0;
  readonly #fileHash = createHash('sha256');
  readonly #frame = frameHash();
  readonly #offsets: AttachmentOffsets[] = [];
  readonly #out: FileHandle;
  readonly #base: BaseDocument;
  readonly #asOf: string;

  private constructor(out: FileHandle, base: BaseDocument, asOf: string) {
    this.#out = out;
    this.#base = base;
    this.#asOf = asOf;
  }

  /** Writes the base document and the catalog that refers to what will be attached. */
  static async begin(out: FileHandle, base: BaseDocument, asOf: string): Promise<UpdateWriter> {
    const writer = new UpdateWriter(out, base, asOf);
    await writer.#put(base.bytes);
    await writer.#frameBytes(Buffer.concat([Buffer.from(PACK_MARK, 'latin1'), base.catalogObject]));
    return writer;
  }

  /** Attaches bytes that are at hand. */
  async attach(attachment: AttachmentHead, bytes: Uint8Array): Promise<AttachedSum> {
    await this.#open(attachment, bytes.length);
    await (bytes.length <= SMALL_BYTES_MAX ? this.#frameBytes(bytes) : this.#put(bytes));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return this.#close(attachment, sha256, bytes.length);
  }

  /** Streams in what is too large for `attach`; throws `EVIDENCE_DAMAGED` when it is not what was promised. */
  async attachPieces(
    attachment: AttachmentHead,
    promised: { readonly sha256: string; readonly sizeBytes: number },
    body: AsyncIterable<Buffer>,
  ): Promise<AttachedSum> {
    await this.#open(attachment, promised.sizeBytes);
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const piece of body) {
      const written = this.#put(piece);
      hash.update(piece);
      sizeBytes += piece.length;
      await written;
    }
    const sha256 = hash.digest('hex');
    if (sha256 !== promised.sha256 || sizeBytes !== promised.sizeBytes) throw damaged(attachment.name);
    return this.#close(attachment, sha256, sizeBytes);
  }

  /** Writes what closes the update, signed or not; returns digest and size of the whole file. */
  async end(signing: Signing | null): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
    const names = [...this.sums.keys()];
    const [list, tree] = attachmentLists(this.#base.trailer, names);
    const associatedFiles = await this.#frameBytes(list);
    const nameTree = await this.#frameBytes(tree);
    const offsets = {
      catalog: this.#base.bytes.length + PACK_MARK.length,
      associatedFiles,
      nameTree,
      attachments: this.#offsets,
    };
    if (signing !== null) await this.#sign(signing, offsets);
    else {
      const closing = { ...offsets, signature: null, xref: this.#offset };
      await this.#put(xrefTail(this.#base.trailer, closing, this.#frame.id()));
    }
    return { sha256: this.#fileHash.digest('hex'), sizeBytes: this.#offset };
  }

  async #sign({ field, at, sign }: Signing, before: Omit<Offsets, 'signature' | 'xref'>): Promise<void> {
    const base = this.#base.trailer;
    const value = numbersAfter(base).signature(before.attachments.length);
    const offset = await this.#frameBytes(signedField(field, value));
    const plan = planSignature(base, before, { number: field.number, offset }, this.#offset, at);
    await this.#frameBytes(plan.open);
    const close = Buffer.from(CLOSE_SIGNATURE, 'latin1');
    this.#frame.add(close);
    const behind = Buffer.concat([close, xrefTail(base, plan.offsets, this.#frame.id())]);
    const cms = await sign(this.#fileHash.copy().update(behind).digest());
    await this.#put(Buffer.from(signatureContents(cms), 'latin1'));
    await this.#put(behind);
  }

  /** Attachments stand as they are: what a compressor writes differs between its versions, so nobody could tell a recoded one. */
  async #open(attachment: AttachmentHead, sizeBytes: number): Promise<void> {
    this.#refuseName(attachment.name);
    const numbers = numbersAfter(this.#base.trailer);
    const index = this.#offsets.length;
    const spec = fileSpec(numbers.fileSpec(index), numbers.stream(index), attachment);
    const sizes = { lengthBytes: sizeBytes, sizeBytes, deflated: false };
    const header = { mediaType: attachment.mediaType, ...sizes, asOf: this.#asOf };
    this.#offsets.push({
      fileSpec: await this.#frameBytes(spec),
      stream: await this.#frameBytes(openStream(numbers.stream(index), header)),
    });
  }

  #refuseName(name: string): void {
    const taken = this.sums.has(name);
    if (ATTACHMENT_NAME.test(name) && !taken) return;
    throw userError({
      code: 'ATTACHMENT_NAME_INVALID',
      message: taken ? 'two attachments have this name' : 'an attachment cannot have this name',
      where: name,
      mend: 'name it with letters, digits, dots, dashes and underscores, and each attachment differently',
    });
  }

  async #close({ name }: AttachmentHead, sha256: string, sizeBytes: number): Promise<AttachedSum> {
    await this.#frameBytes(CLOSE_STREAM);
    const sum = { name, sha256, sizeBytes };
    this.sums.set(name, sum);
    return sum;
  }

  /** Writes bytes that the update's id covers; returns their offset. */
  async #frameBytes(bytes: Uint8Array | string): Promise<number> {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    const at = this.#offset;
    this.#frame.add(buffer);
    await this.#put(buffer);
    return at;
  }

  /** Bytes are hashed while the system takes them. */
  async #put(bytes: Uint8Array): Promise<void> {
    const written = this.#write(bytes);
    this.#fileHash.update(bytes);
    await written;
    this.#offset += bytes.length;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      written += (await this.#out.write(bytes, written, bytes.length - written)).bytesWritten;
    }
  }
}

export const damaged = (name: string) =>
  outsideError({
    code: 'EVIDENCE_DAMAGED',
    message: 'stored evidence is not what the ledger says',
    where: name,
    mend: 'restore the blob store from a copy: the digest in the ledger says which bytes are right',
  });
