import { workerData } from 'node:worker_threads';
import type { FormatId } from '../domain/formats.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { WindowJson } from '../domain/time.ts';
import type { Origin } from '../formats/format.ts';
import { formatOf } from '../formats/registry.ts';
import { ItemObserver } from './observed.ts';
import { answerEach } from './thread.ts';

export interface ObservingData {
  readonly format: FormatId;
  readonly origin: Origin;
  readonly scope: WindowJson | null;
}

/** A page to observe, or null behind the last one. */
export interface ObservingRequest {
  readonly page: Redacted<Uint8Array> | null;
}

/** A page that was observed, and how many records it holds. */
export interface ObservedPage {
  readonly page: Redacted<Uint8Array>;
  readonly records: number;
}

const { format, origin, scope } = workerData as ObservingData;
const observer = new ItemObserver(formatOf(format), origin, scope);

answerEach<ObservingRequest>(({ page }) => {
  if (page === null) return { reply: observer.end() };
  const reply: ObservedPage = { page, records: observer.page(page) };
  return { reply, transfer: [page.buffer as ArrayBuffer] };
});
