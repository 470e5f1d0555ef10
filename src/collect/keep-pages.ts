import type { CommitmentList, PageRef } from '../domain/evidence-item.ts';
import type { WindowJson } from '../domain/time.ts';
import type { BlobStore } from '../evidence/store.ts';
import type { Format, Origin } from '../formats/format.ts';
import type { Observed } from './observed.ts';
import { type PageWork, startWork } from './page-work.ts';
import { CommitmentLists } from './redact/commitment-lists.ts';
import type { RedactedPage, Redactor } from './redact/redactor.ts';
import { Storing } from './storing.ts';

/** Each holds a page in memory. */
const STORING_AT_ONCE_MAX = 4;

export interface KeepingPages {
  readonly redactor: Redactor;
  readonly format: Format;
  readonly origin: Origin;
  readonly blobs: BlobStore;
  /** Records outside of it are counted. */
  readonly scope?: WindowJson;
  /** After each page that was stored and observed. */
  onPage(records: number): void;
}

export interface KeptPages {
  readonly pages: readonly PageRef[];
  readonly observed: Observed;
  readonly redactions: Readonly<Record<string, number>>;
  readonly commitments: readonly CommitmentList[];
}

/** Redacts, stores and observes the pages of one item, in order, several stages at a time. */
export async function keepPages(pages: AsyncIterable<Uint8Array>, keeping: KeepingPages): Promise<KeptPages> {
  const source = pages[Symbol.asyncIterator]();
  const first = await source.next();
  const { redactor, format, origin, blobs, scope = null } = keeping;
  const work = startWork(first.done ? 0 : first.value.length, redactor, format, origin, scope);
  const storing = new Storing(blobs, STORING_AT_ONCE_MAX, work.release);
  try {
    return await runStages(first, source, work, storing, keeping);
  } finally {
    await storing.settle();
    await work.close();
    await source.return?.();
  }
}

type Round = [IteratorResult<Uint8Array> | null, RedactedPage | null, null];
type Stages = readonly [
  Promise<IteratorResult<Uint8Array>> | null,
  Promise<RedactedPage> | null,
  Promise<null> | null,
];

/** Each round reads a page, redacts the one before it, and observes the one before that. */
async function runStages(
  first: IteratorResult<Uint8Array>,
  source: AsyncIterator<Uint8Array>,
  work: PageWork,
  storing: Storing,
  { blobs, onPage }: KeepingPages,
): Promise<KeptPages> {
  const lists = new CommitmentLists(blobs);
  const recordsOfPages: number[] = [];
  const redactions: Record<string, number> = {};
  const keep = async ({ bytes, redactions: found, commitments: made }: RedactedPage): Promise<null> => {
    const [{ page, records }] = await Promise.all([work.observe(bytes), lists.add(made)]);
    await storing.add(page);
    recordsOfPages.push(records);
    for (const [rule, count] of Object.entries(found)) redactions[rule] = (redactions[rule] ?? 0) + count;
    onPage(records);
    return null;
  };
  let page: Uint8Array | null = first.done ? null : first.value;
  let redacted: RedactedPage | null = null;
  while (page !== null || redacted !== null) {
    const stages: Stages = [
      page === null ? null : source.next(),
      page === null ? null : work.redact(page),
      redacted === null ? null : keep(redacted),
    ];
    const [next, now]: Round = await Promise.all(stages).catch(async (cause) => {
      // What fails leaves nothing at work behind it.
      await Promise.allSettled(stages);
      throw cause;
    });
    page = next === null || next.done ? null : next.value;
    redacted = now;
  }
  const [observed, blobsOfPages, commitments] = await Promise.all([work.end(), storing.end(), lists.end()]);
  const pages = blobsOfPages.map((blob, index) => ({ ...blob, records: recordsOfPages[index] ?? 0 }));
  return { pages: withLastRecords(pages, observed.records), observed, redactions, commitments };
}

/** Records that could only be told when the last page had been read count as its own. */
function withLastRecords(pages: readonly PageRef[], records: number): PageRef[] {
  const counted = pages.reduce((sum, page) => sum + page.records, 0);
  return pages.map((page, index) =>
    index === pages.length - 1 ? { ...page, records: page.records + records - counted } : page,
  );
}
