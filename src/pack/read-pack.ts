import { createHash } from '#platform/crypto';
import { sha256Hex } from '../domain/canonical.ts';
import { readBaseTrailer, TAIL_BYTES, XREF_HEAD_BYTES, xrefOffsetOf } from './base-trailer.ts';
import { Broken, type Cursor, cursorAt } from './cursor.ts';
import { type FrameHash, frameHash } from './frame-hash.ts';
import {
  type AttachmentOffsets,
  attachmentLists,
  type BaseTrailer,
  numbersAfter,
  type Offsets,
  PACK_MARK,
  xrefTail,
} from './layout.ts';
import { pieces, slice } from './pieces.ts';
import type { RandomAccess } from './random-access.ts';
import { type ReadAttachment, readAttachment, type Taking } from './read-attachment.ts';
import { type ReadSignature, readSignature, seemsSigned } from './read-signature.ts';
import { countTokens, type TokenCount } from './tokens.ts';

export interface ReadPack {
  readonly base: { readonly sha256: string; readonly sizeBytes: number };
  /** Of the catalog in the update; empty when it was not reached. */
  readonly catalogSha256: string;
  readonly attachments: ReadonlyMap<string, ReadAttachment>;
  /** Redaction tokens in the attached pages. */
  readonly tokens: Pick<TokenCount, 'counts' | 'isComplete'>;
  /** Null when the document is not signed. */
  readonly signature: ReadSignature | null;
  /** What is wrong with the file's structure. */
  readonly problems: readonly string[];
  /** Whether all attachments were reached. */
  readonly complete: boolean;
}

const CATALOG_BYTES_MAX = 1024 * 1024;
const PDF_START = '%PDF-';
const ATTACHMENTS_MAX = 50_000;
export const DIFFERENT_TOKENS_MAX = 1_000_000;

/**
 * Reads a pack from the end of its base document on, object after object, and accepts nothing but what
 * `UpdateWriter` writes: so every byte is base, known object or cross-reference. Memory is bounded whatever
 * the file says.
 */
export async function readPack(
  handle: RandomAccess,
  sizeBytes: number,
  baseBytes: number,
  { keep, scanner }: Pick<Taking, 'keep' | 'scanner'>,
): Promise<ReadPack> {
  const hash = createHash('sha256');
  for await (const piece of pieces(handle, 0, baseBytes)) hash.update(piece);
  const base = { sha256: hash.copy().digest('hex'), sizeBytes: baseBytes };
  const running = (await seemsSigned(handle, sizeBytes)) ? hash : undefined;
  const attachments = new Map<string, ReadAttachment>();
  const tokens = countTokens(DIFFERENT_TOKENS_MAX);
  const problems: string[] = [];
  let catalogSha256 = '';
  let signature: ReadPack['signature'] = null;
  let complete = false;
  try {
    const trailer = await trailerOf(handle, baseBytes);
    const frame = frameHash();
    const cursor = cursorAt(handle, baseBytes, sizeBytes, running);
    frame.add(await cursor.take(PACK_MARK));
    const catalog = cursor.position;
    const catalogObject = await takeCatalog(cursor, trailer);
    catalogSha256 = sha256Hex(catalogObject);
    frame.add(catalogObject);
    problems.push(...(await forbidden(handle, catalogObject)));
    const taking = { keep, tokens, scanner };
    const { positions, elsewhere } = await takeAttachments(cursor, trailer, frame, taking, attachments);
    if (scanner !== undefined) {
      const scanned = await scanner.finish();
      tokens.add(scanned);
      for (const [index, attachment] of elsewhere.entries()) {
        attachments.set(attachment.name, { ...attachment, sha256: scanned.digests[index] ?? null });
      }
    }
    const [list, tree] = attachmentLists(trailer, [...attachments.keys()]);
    const associatedFiles = cursor.position;
    frame.add(await cursor.take(list));
    const nameTree = cursor.position;
    frame.add(await cursor.take(tree));
    complete = true;
    const before = { catalog, associatedFiles, nameTree, attachments: positions };
    const signed = await readSignature(cursor, frame, trailer, before);
    signature = signed?.signature ?? null;
    const offsets = signed?.offsets ?? { ...before, signature: null, xref: cursor.position };
    problems.push(...(await tailProblems(handle, sizeBytes, trailer, offsets, frame.id())));
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    problems.push(error.message);
  }
  return { base, catalogSha256, attachments, tokens, signature, problems, complete };
}

async function trailerOf(handle: RandomAccess, baseBytes: number): Promise<BaseTrailer> {
  const tail = await slice(handle, Math.max(0, baseBytes - TAIL_BYTES), Math.min(TAIL_BYTES, baseBytes));
  const offset = xrefOffsetOf(tail);
  const head = offset === undefined ? undefined : await slice(handle, offset, XREF_HEAD_BYTES);
  const trailer = offset === undefined || head === undefined ? undefined : readBaseTrailer(offset, head);
  if (trailer === undefined) throw new Broken('the base document does not end in a trailer of format 1');
  return trailer;
}

async function takeCatalog(cursor: Cursor, base: BaseTrailer): Promise<Buffer> {
  const window = (await cursor.peek(CATALOG_BYTES_MAX)).toString('latin1');
  const end = window.indexOf('\nendobj\n');
  const text = window.slice(0, end + '\nendobj\n'.length);
  const numbers = numbersAfter(base);
  const refers =
    end > 0 &&
    text.startsWith(`${base.root} 0 obj\n<<`) &&
    text.includes(`/AF ${numbers.associatedFiles} 0 R`) &&
    text.includes(`/EmbeddedFiles ${numbers.nameTree} 0 R`);
  if (!refers) throw new Broken('the catalog does not name the lists of attachments');
  return cursor.take(text);
}

const ACTIVE =
  /\/(?:OpenAction|AA|JavaScript|JS|Launch|URI|XFA|RichMedia|OCProperties|Collection|[^\s/<>[\]()]*#[^\s/<>[\]()]*)(?![A-Za-z0-9])/;

/** What may not be: bytes in front of the PDF, a catalog that acts or hides a name. */
async function forbidden(handle: RandomAccess, catalog: Buffer): Promise<readonly string[]> {
  const problems: string[] = [];
  const start = await slice(handle, 0, PDF_START.length);
  if (start.toString('latin1') !== PDF_START) problems.push(`the file does not begin with ${PDF_START}`);
  const active = ACTIVE.exec(catalog.toString('latin1'))?.[0];
  if (active !== undefined) problems.push(`the catalog has ${active}`);
  return problems;
}

interface Taken {
  readonly positions: Offsets['attachments'];
  /** Those whose digests are made elsewhere. */
  readonly elsewhere: readonly ReadAttachment[];
}

async function takeAttachments(
  cursor: Cursor,
  base: BaseTrailer,
  frame: FrameHash,
  taking: Taking,
  attachments: Map<string, ReadAttachment>,
): Promise<Taken> {
  const numbers = numbersAfter(base);
  const positions: AttachmentOffsets[] = [];
  const elsewhere: ReadAttachment[] = [];
  while (positions.length < ATTACHMENTS_MAX) {
    const index = positions.length;
    const expected = { fileSpec: numbers.fileSpec(index), stream: numbers.stream(index) };
    const read = await readAttachment(cursor, frame, expected, taking);
    if (read === undefined) return { positions, elsewhere };
    if (attachments.has(read.attachment.name)) {
      throw new Broken(`two attachments are called ${read.attachment.name}`);
    }
    attachments.set(read.attachment.name, read.attachment);
    positions.push(read.offsets);
    if (read.isDigestedElsewhere) elsewhere.push(read.attachment);
  }
  throw new Broken(`there are more than ${ATTACHMENTS_MAX} attachments`);
}

async function tailProblems(
  handle: RandomAccess,
  sizeBytes: number,
  base: BaseTrailer,
  offsets: Offsets,
  updateId: string,
): Promise<readonly string[]> {
  const expected = xrefTail(base, offsets, updateId);
  const found = await slice(handle, offsets.xref, expected.length);
  const problems: string[] = [];
  if (!found.equals(expected)) {
    const foundId = /\/ID \[ <[0-9a-f]{32}> <([0-9a-f]{32})> \]/.exec(found.toString('latin1'))?.[1];
    problems.push(
      foundId !== undefined && found.equals(xrefTail(base, offsets, foundId))
        ? 'bytes outside of the attachments were changed: the second id of the trailer does not cover them'
        : 'the cross-reference does not describe the file',
    );
  }
  const appendedBytes = sizeBytes - offsets.xref - expected.length;
  if (appendedBytes > 0) problems.push(`${appendedBytes} bytes were appended after the pack's end`);
  return problems;
}
