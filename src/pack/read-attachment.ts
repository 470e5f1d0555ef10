import { createHash } from '#platform/crypto';
import { inflate } from '#platform/inflate';
import { Broken, type Cursor } from './cursor.ts';
import type { FrameHash } from './frame-hash.ts';
import {
  type AttachmentHead,
  type AttachmentOffsets,
  CLOSE_STREAM,
  FILE_SPEC,
  SMALL_BYTES_MAX,
  STREAM_OPENING,
} from './layout.ts';
import { isPage } from './part-names.ts';
import type { SpanScanner } from './random-access.ts';
import type { TokenCount } from './tokens.ts';

export interface ReadAttachment {
  readonly name: string;
  readonly sizeBytes: number;
  /** Null when what is stored cannot be inflated to that size. */
  readonly sha256: string | null;
  /** The attachment itself, where it was asked for. */
  readonly bytes: Buffer | undefined;
  readonly head: ReadHead;
}

/** How the file describes an attachment. */
interface ReadHead extends Omit<AttachmentHead, 'name' | 'relationship'> {
  readonly relationship: string;
  /** Of creation and change, as PDF writes it. */
  readonly date: string;
  readonly deflated: boolean;
}

const HEADER_BYTES_MAX = 1024;
/** Deflate adds a few bytes for each 16 KiB that it cannot compress. */
const DEFLATED_BYTES_MAX = SMALL_BYTES_MAX + 1024;

/** Whether to hold an attachment of that name and size in memory. */
type Keep = (name: string, sizeBytes: number) => boolean;

/** What becomes of attachments as they stream by. */
export interface Taking {
  readonly keep: Keep;
  /** Counts in the pages of evidence. */
  readonly tokens: TokenCount;
  /** Takes the large pages, where there is a thread to spare: their tokens, and their digests where this one digests the file. */
  readonly scanner?: SpanScanner | undefined;
}

/** Object numbers of a file specification and its stream. */
export type AttachmentNumbers = AttachmentOffsets;

export interface TakenAttachment {
  readonly attachment: ReadAttachment;
  readonly offsets: AttachmentOffsets;
  /** Its digest is the scanner's next one. */
  readonly isDigestedElsewhere: boolean;
}

/** Reads the attachment that the cursor stands before; undefined when it stands before something else. */
export async function readAttachment(
  cursor: Cursor,
  frame: FrameHash,
  numbers: AttachmentNumbers,
  { keep, tokens, scanner }: Taking,
): Promise<TakenAttachment | undefined> {
  const fileSpec = cursor.position;
  const spec = FILE_SPEC.exec((await cursor.peek(HEADER_BYTES_MAX)).toString('latin1'));
  if (spec === null) return undefined;
  const [specText, specNumber, name = '', description = '', relationship = '', streamNumber] = spec;
  if (Number(specNumber) !== numbers.fileSpec || Number(streamNumber) !== numbers.stream) {
    throw new Broken(`attachment ${name} has another object number than format 1 gives it`);
  }
  frame.add(await cursor.take(specText));
  const stream = cursor.position;
  const opening = await takeOpening(cursor, frame, numbers.stream, name);
  const kept = keep(name, opening.sizeBytes);
  const elsewhere = isPage(name) && !isSmall(opening) && !kept ? scanner : undefined;
  const isDigestedElsewhere = elsewhere !== undefined && cursor.isDigesting;
  elsewhere?.scan({
    fromByte: cursor.position,
    lengthBytes: opening.sizeBytes,
    isDigested: isDigestedElsewhere,
  });
  const scan = isPage(name) && elsewhere === undefined ? tokens.scan : ignore;
  const content = isSmall(opening)
    ? await contentOf(await takeSmall(cursor, frame, opening.lengthBytes), opening)
    : isDigestedElsewhere
      ? await passOver(cursor, opening.sizeBytes)
      : await takeLarge(cursor, opening.sizeBytes, kept, scan);
  if (isSmall(opening) && content.bytes !== undefined) scan(content.bytes);
  tokens.endPage();
  frame.add(await cursor.take(CLOSE_STREAM));
  const bytes = kept ? content.bytes : undefined;
  const { mediaType, date, deflated } = opening;
  return {
    attachment: {
      name,
      sizeBytes: opening.sizeBytes,
      sha256: content.sha256,
      bytes,
      head: { description, relationship, mediaType, date, deflated },
    },
    offsets: { fileSpec, stream },
    isDigestedElsewhere,
  };
}

const ignore = (): void => undefined;

const isSmall = ({ sizeBytes }: Opening): boolean => sizeBytes <= SMALL_BYTES_MAX;

interface Opening {
  readonly lengthBytes: number;
  readonly sizeBytes: number;
  readonly deflated: boolean;
  readonly mediaType: string;
  readonly date: string;
}

async function takeOpening(cursor: Cursor, frame: FrameHash, number: number, name: string): Promise<Opening> {
  const match = STREAM_OPENING.exec((await cursor.peek(HEADER_BYTES_MAX)).toString('latin1'));
  const lengthBytes = Number(match?.[3]);
  const sizeBytes = Number(match?.[5]);
  const deflated = match?.[4] !== undefined;
  const sized = deflated
    ? sizeBytes <= SMALL_BYTES_MAX && lengthBytes <= DEFLATED_BYTES_MAX
    : lengthBytes === sizeBytes;
  if (match === null || Number(match[1]) !== number || !sized) {
    throw new Broken(`attachment ${name} is not followed by a stream of format 1`);
  }
  frame.add(await cursor.take(match[0]));
  if (lengthBytes > cursor.remaining) throw new Broken(`attachment ${name} reaches over the file's end`);
  const mediaType = (match[2] ?? '').replace('#2F', '/');
  return { lengthBytes, sizeBytes, deflated, mediaType, date: match[6] ?? '' };
}

type Content = Pick<ReadAttachment, 'sha256' | 'bytes'>;

async function takeSmall(cursor: Cursor, frame: FrameHash, lengthBytes: number): Promise<Buffer> {
  const taken: Buffer[] = [];
  for await (const piece of cursor.body(lengthBytes)) taken.push(Buffer.from(piece));
  const whole = Buffer.concat(taken);
  frame.add(whole);
  return whole;
}

async function contentOf(body: Buffer, { deflated, sizeBytes }: Opening): Promise<Content> {
  const bytes = deflated ? await inflate(body, sizeBytes) : body;
  return bytes?.length === sizeBytes
    ? { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
    : { bytes: undefined, sha256: null };
}

/** Moves over what is digested in another thread. */
async function passOver(cursor: Cursor, sizeBytes: number): Promise<Content> {
  for await (const _ of cursor.body(sizeBytes));
  return { bytes: undefined, sha256: null };
}

async function takeLarge(
  cursor: Cursor,
  sizeBytes: number,
  keep: boolean,
  scan: TokenCount['scan'],
): Promise<Content> {
  const hash = createHash('sha256');
  const kept = keep ? Buffer.alloc(sizeBytes) : undefined;
  let at = 0;
  for await (const piece of cursor.body(sizeBytes)) {
    hash.update(piece);
    scan(piece);
    if (kept !== undefined) at += piece.copy(kept, at);
  }
  return { bytes: kept, sha256: hash.digest('hex') };
}
