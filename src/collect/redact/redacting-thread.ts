import { movable, startThread, type Thread } from '../thread.ts';
import type { RedactedPage, RedactionSettings } from './redactor.ts';
import type { RedactingData } from './worker.ts';

export interface RedactingThread {
  /** The page's memory moves into the thread where it has memory of its own. */
  redact(page: Uint8Array): Promise<RedactedPage>;
  close(): Promise<void>;
}

/** Redacts pages of one media type in a thread of its own: what comes back went through the same redactor. */
export function redactInThread(settings: RedactionSettings, mediaType: string): RedactingThread {
  const data: RedactingData = { settings, mediaType };
  const thread: Thread<Uint8Array, RedactedPage> = startThread('worker', import.meta.url, data);
  return {
    redact: (page) => {
      const own = movable(page);
      return thread.ask(own, [own.buffer as ArrayBuffer]);
    },
    close: () => thread.close(),
  };
}
