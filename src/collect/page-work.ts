import type { Redacted } from '../domain/redacted.ts';
import type { WindowJson } from '../domain/time.ts';
import type { Format, Origin } from '../formats/format.ts';
import { ItemObserver, type Observed } from './observed.ts';
import { redactInThread } from './redact/redacting-thread.ts';
import type { RedactedPage, Redactor } from './redact/redactor.ts';
import { free, startThread, type Thread } from './thread.ts';
import type { ObservedPage, ObservingData, ObservingRequest } from './worker.ts';

/** A first page that is smaller is not worth a thread, and does not keep this one busy for long. */
const SMALL_PAGE_BYTES = 512 * 1024;

/** What is done to the pages of one item, in their order. */
export interface PageWork {
  /** Takes the page over: its memory may be gone afterwards. */
  redact(page: Uint8Array): Promise<RedactedPage>;
  /** Takes the page over, likewise, and gives it back. */
  observe(page: Redacted<Uint8Array>): Promise<ObservedPage>;
  /** The page is needed no more. */
  release(page: Redacted<Uint8Array>): void;
  /** When the last page was observed. */
  end(): Promise<Observed>;
  close(): Promise<void>;
}

/** Begins the work on an item whose first page has this size. */
export const startWork = (
  firstPageBytes: number,
  redactor: Redactor,
  format: Format,
  origin: Origin,
  scope: WindowJson | null,
): PageWork =>
  (firstPageBytes < SMALL_PAGE_BYTES ? workHere : workInThreads)(redactor, format, origin, scope);

/** For small items, where starting threads would cost more than the work. */
function workHere(redactor: Redactor, format: Format, origin: Origin, scope: WindowJson | null): PageWork {
  const observer = new ItemObserver(format, origin, scope);
  return {
    redact: async (page) => redactor.redactPage(page, format.mediaType),
    observe: async (page) => ({ page, records: observer.page(page) }),
    release: () => undefined,
    end: async () => observer.end(),
    close: async () => undefined,
  };
}

/** Redacts in one thread and observes in another, so that this one stays free to answer. */
function workInThreads(
  redactor: Redactor,
  format: Format,
  origin: Origin,
  scope: WindowJson | null,
): PageWork {
  const redacting = redactInThread(redactor.settings, format.mediaType);
  const data: ObservingData = { format: format.id, origin, scope };
  const observing: Thread<ObservingRequest, ObservedPage | Observed> = startThread(
    'worker',
    import.meta.url,
    data,
  );
  return {
    redact: (page) => redacting.redact(page),
    observe: async (page) => (await observing.ask({ page }, [page.buffer as ArrayBuffer])) as ObservedPage,
    release: free,
    end: async () => (await observing.ask({ page: null })) as Observed,
    close: async () => {
      await Promise.all([redacting.close(), observing.close()]);
    },
  };
}
