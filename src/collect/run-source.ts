import { setTimeout as wait } from 'node:timers/promises';
import { RcaError } from '../domain/errors.ts';
import type { EvidenceItemDraft } from '../domain/evidence-item.ts';
import type { Gap } from '../domain/gap.ts';
import { toIso, type Window, type WindowJson, windowJson } from '../domain/time.ts';
import type { BlobStore } from '../evidence/store.ts';
import type { Origin } from '../formats/format.ts';
import { formatOf } from '../formats/registry.ts';
import type { Collecting, Delivery, Page, Reply } from '../sources/source.ts';
import { describeItem, type Provenance, type ReplyFacts } from './describe-item.ts';
import { coverageGaps, lateGaps, rejectedGaps, unsaidGaps } from './gaps.ts';
import { keepPages } from './keep-pages.ts';
import type { Redactor } from './redact/redactor.ts';
import { Replies } from './replies.ts';

/** A source that is configured and connected. */
export interface ReadableSource {
  readonly type: string;
  readonly delivery: Delivery;
  identity(): Promise<string>;
  fetch(collecting: Collecting): AsyncIterable<Reply>;
}

export interface SourceToRun {
  /** Configured id. */
  readonly source: string;
  readonly open: ReadableSource;
  /** What is looked at, to an end that may be still to come. */
  readonly window: Window;
  readonly redactor: Redactor;
  readonly blobs: BlobStore;
  readonly tool: EvidenceItemDraft['tool'];
  readonly signal: AbortSignal;
  nowMs(): number;
  /** See `Collecting.announce`. */
  announce(call: string, timesMax: number): Promise<number | null>;
  onProgress?(done: { readonly pages: number; readonly records: number }): void;
}

export interface SourceResult {
  readonly items: readonly EvidenceItemDraft[];
  readonly gaps: readonly Gap[];
  /** Why the source could not be read, or not to its end; what was read before is kept. */
  readonly error: string | null;
}

/**
 * Reads one source over a window: redacts, stores and observes each page and describes the items. A source
 * that fails is told in `error` and a gap. Rejects when it is stopped by its signal and when evidence cannot
 * be stored (`BLOB_STORE_FULL`, …): then nothing is concluded.
 */
export async function runSource(run: SourceToRun): Promise<SourceResult> {
  const { open, redactor, signal } = run;
  const askedMs = run.nowMs();
  const window = open.delivery.deliveryDelayMs === null ? run.window : pastOf(run.window, askedMs);
  const late = lateGaps(run.source, open, run.window, askedMs);
  const asked = windowJson(window);
  const collector = await identityOf(run);
  if (collector instanceof RcaError) return failed(run, asked, [], [...late], collector);
  const provenance: Provenance = {
    source: run.source,
    sourceType: open.type,
    collector: redactor.redactText(collector),
    asked,
    tool: run.tool,
    ...(open.delivery.deliveryDelayMs && { deliveryDelayMs: open.delivery.deliveryDelayMs }),
  };
  const replies = new Replies(
    open.fetch({
      window,
      signal,
      nowMs: run.nowMs,
      sleep: (ms) => wait(ms, undefined, { signal }),
      announce: run.announce,
    }),
    signal,
  );
  const items: EvidenceItemDraft[] = [];
  const gaps: Gap[] = [];
  try {
    const count = progress(run);
    await replies.advance();
    while (replies.page !== null) {
      const kept = await keepItem(run, provenance, replies.page, replies, count);
      items.push(kept.item);
      gaps.push(...kept.gaps);
    }
  } finally {
    await replies.close();
  }
  const all = [...replies.gaps.map((gap) => ({ ...gap, source: run.source })), ...gaps, ...late];
  if (replies.failure !== null) return failed(run, asked, items, all, replies.failure);
  return { items, gaps: all.map((gap) => redactedGap(gap, redactor)), error: null };
}

/** What has been of a window by now: nobody can answer for what is still to come. */
const pastOf = ({ fromMs, toMs }: Window, nowMs: number): Window => ({
  fromMs,
  toMs: fromMs < nowMs ? Math.min(toMs, nowMs) : toMs,
});

async function identityOf({ open, signal }: SourceToRun): Promise<string | RcaError> {
  signal.throwIfAborted();
  try {
    return await open.identity();
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof RcaError) return cause;
    throw cause;
  }
}

/** Keeps the item that begins with `first`, and leaves `replies` at the first page of the next one. */
async function keepItem(
  run: SourceToRun,
  provenance: Provenance,
  first: Page,
  replies: Replies,
  count: (records: number) => void,
): Promise<{ readonly item: EvidenceItemDraft; readonly gaps: readonly Gap[] }> {
  const { source, redactor, blobs } = run;
  const gapsBefore = replies.gaps.length;
  const facts: [ReplyFacts, ...ReplyFacts[]] = [factsOf(first)];
  async function* pages(): AsyncGenerator<Uint8Array> {
    yield first.bytes;
    await replies.advance();
    while (replies.page !== null && replies.page.item === first.item) {
      facts.push(factsOf(replies.page));
      yield replies.page.bytes;
      await replies.advance();
    }
  }
  const format = formatOf(first.format);
  const query = redactor.redactObject(first.query);
  const { sourceType, asked } = provenance;
  const origin: Origin = { source, sourceType, retrievedAt: toIso(first.retrievedAtMs), query };
  const kept = await keepPages(pages(), { redactor, format, origin, blobs, onPage: count });
  const item = describeItem({ provenance, query, format }, facts, kept, redactor);
  const told = replies.gaps.length > gapsBefore;
  // An answer that is an error is no broken record: its coverage says what was missed.
  const isError = item.coverage.state === 'denied' || item.coverage.state === 'failed';
  return {
    item,
    gaps: [
      ...(told ? [] : coverageGaps(source, first.item, asked, item.coverage)),
      ...(isError ? [] : rejectedGaps(source, first.item, asked, kept.observed)),
      ...(isError ? [] : unsaidGaps(source, first.item, asked, kept.observed)),
    ],
  };
}

const factsOf = ({ bytes: _bytes, ...facts }: Page): ReplyFacts => facts;

function failed(
  { source, redactor }: SourceToRun,
  window: WindowJson,
  items: readonly EvidenceItemDraft[],
  gaps: readonly Gap[],
  { code, message, mend }: RcaError,
): SourceResult {
  const failure: Gap = { source, window, why: message, mend };
  return {
    items,
    gaps: [...gaps, failure].map((gap) => redactedGap(gap, redactor)),
    error: redactor.redactText(`${code}: ${message}`),
  };
}

/** A source's own words can quote what it was sent. */
const redactedGap = (gap: Gap, redactor: Redactor): Gap => ({ ...gap, why: redactor.redactText(gap.why) });

function progress({ onProgress }: SourceToRun): (records: number) => void {
  let pages = 0;
  let records = 0;
  return (ofPage) => {
    pages += 1;
    records += ofPage;
    onProgress?.({ pages, records });
  };
}
