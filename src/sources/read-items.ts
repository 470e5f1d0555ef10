import { canonicalJson } from '../domain/canonical.ts';
import type { Coverage } from '../domain/coverage.ts';
import { messageOf, RcaError } from '../domain/errors.ts';
import type { FormatId } from '../domain/formats.ts';
import type { Gap } from '../domain/gap.ts';
import { type WindowJson, windowJson } from '../domain/time.ts';
import type { Collecting, Page, Reply } from './source.ts';

/** One reply as an item's reader hands it over. */
export interface ReadPage {
  readonly bytes: Uint8Array;
  readonly retrievedAtMs: number;
  readonly clockOffsetMs: number | null;
  readonly answered: WindowJson | null;
  readonly proof: readonly string[];
}

/** What is known of an item once its last reply has come. */
export interface Ending {
  readonly coverage: Coverage;
  readonly gaps: readonly SourceGap[];
  /** Set when the pages hold an error answer only: the item was not read. */
  readonly error?: RcaError;
}

/** An absence; without a window of its own it concerns the whole collection's. */
export interface SourceGap {
  readonly why: string;
  readonly mend: string;
  readonly window?: WindowJson;
}

/** An evidence item that is about to be read. */
export interface ItemReader {
  readonly item: string;
  readonly format: FormatId;
  readonly query: Readonly<Record<string, unknown>>;
  readonly fidelity: Page['fidelity'];
  /** The permission that reading it takes: coverage names it when it is denied. */
  readonly permission: string;
  /** Yields replies in order; an `RcaError` ends the item with what was read before. */
  read(): AsyncGenerator<ReadPage, Ending>;
}

export interface ReadOutcome {
  /** Items of which at least one reply was read. */
  readonly read: ReadonlySet<string>;
  /** Items of which nothing could be read, and why. */
  readonly failed: ReadonlyMap<string, RcaError>;
}

/**
 * Reads items one after another. An item that fails becomes a gap and the next one is read, unless the source
 * cannot be reached: then nothing more is asked. Readers are taken one at a time, so that a later one can
 * depend on what an earlier one found. An item ends as truncated after `pagesMax` replies.
 */
export async function* readItems(
  readers: Iterable<ItemReader>,
  collecting: Collecting,
  pagesMax: number,
): AsyncGenerator<Reply, ReadOutcome> {
  const read = new Set<string>();
  const failed = new Map<string, RcaError>();
  for (const reader of readers) {
    const error = yield* readItem(reader, collecting, pagesMax);
    if (error === null) read.add(reader.item);
    else failed.set(reader.item, error);
    if (error?.code === 'SOURCE_UNREACHABLE') break;
  }
  return { read, failed };
}

/** Holds each page back until the next reply is known, because the last page tells the item's coverage. */
async function* readItem(
  reader: ItemReader,
  collecting: Collecting,
  pagesMax: number,
): AsyncGenerator<Reply, RcaError | null> {
  const page = (held: ReadPage, coverage: Coverage): Reply => ({
    kind: 'page',
    page: {
      item: reader.item,
      format: reader.format,
      query: reader.query,
      fidelity: reader.fidelity,
      ...held,
      coverage,
    },
  });
  let held: ReadPage | null = null;
  try {
    const replies = atMost(pagesMax, reader);
    let next = await replies.next();
    while (!next.done) {
      if (held !== null && held.bytes.length > 0 && next.value.bytes.length > 0) {
        yield page(held, MORE_FOLLOWS);
        held = next.value;
      } else {
        held = joined(held, next.value);
      }
      next = await replies.next();
    }
    const ending = next.value;
    if (held !== null) yield page(held, ending.coverage);
    for (const gap of ending.gaps) yield gapReply(gap, collecting);
    return ending.error ?? null;
  } catch (cause) {
    if (!(cause instanceof RcaError)) throw cause;
    yield* brokenOff(reader, held, cause, page, collecting);
    return held === null ? cause : null;
  }
}

async function* atMost(pagesMax: number, reader: ItemReader): AsyncGenerator<ReadPage, Ending> {
  const replies = reader.read();
  let next = await replies.next();
  for (let pages = 0; !next.done; pages += 1) {
    if (pages === pagesMax) {
      const why = `the item has more than the ${pagesMax} pages that one collection reads`;
      return {
        coverage: { state: 'truncated', why, limit: pagesMax },
        gaps: [{ why: `${reader.item}: ${why}`, mend: 'collect a shorter window, or ask for less' }],
      };
    }
    yield next.value;
    next = await replies.next();
  }
  return next.value;
}

const MORE_FOLLOWS: Coverage = { state: 'truncated', why: 'more pages follow', limit: null };

/** An empty page holds nothing but its proof. */
const joined = (held: ReadPage | null, next: ReadPage): ReadPage =>
  held === null
    ? next
    : {
        ...next,
        bytes: held.bytes.length > 0 ? held.bytes : next.bytes,
        proof: [...held.proof, ...next.proof],
      };

function* brokenOff(
  reader: ItemReader,
  held: ReadPage | null,
  error: RcaError,
  page: (held: ReadPage, coverage: Coverage) => Reply,
  collecting: Collecting,
): Generator<Reply> {
  if (held !== null) {
    yield page(held, { state: 'truncated', why: error.message, limit: null });
    yield gapReply(
      { why: `${reader.item}: broken off after what was read: ${error.message}`, mend: error.mend },
      collecting,
    );
    return;
  }
  const answer = errorAnswer(error, collecting.nowMs());
  if (answer !== null) {
    const denied = error.code === 'SOURCE_DENIED';
    yield page(
      answer,
      denied ? { state: 'denied', permission: reader.permission } : { state: 'failed', error: error.message },
    );
  }
  yield gapReply({ why: `${reader.item}: ${error.message}`, mend: error.mend }, collecting);
}

/** The service's own refusal is evidence of the absence; an error without an answer leaves no page. */
function errorAnswer(error: RcaError, nowMs: number): ReadPage | null {
  if (error.code !== 'SOURCE_DENIED' && error.code !== 'SOURCE_FAILED') return null;
  const { cause } = error;
  if (!(cause instanceof Error)) return null;
  return {
    bytes: Buffer.from(canonicalJson({ __type: cause.name, message: messageOf(cause) })),
    retrievedAtMs: nowMs,
    clockOffsetMs: null,
    answered: null,
    proof: [],
  };
}

/** A gap that stands in no item: the collection's window, unless it names its own. */
export const gapReply = (gap: SourceGap, collecting: Collecting): Reply => ({
  kind: 'gap',
  gap: {
    window: gap.window ?? windowJson(collecting.window),
    why: gap.why,
    mend: gap.mend,
  } satisfies Omit<Gap, 'source'>,
});
