import { Worker } from 'node:worker_threads';
import { countTokens } from './tokens.ts';
import type { TokenReply, TokenRequest } from './tokens-worker.ts';

/** Counts the redaction tokens of pages that are being attached. */
export interface PageTokens {
  /** What pages are to be read into. */
  readonly buffers: readonly Buffer[];
  /** Takes the next piece of a page, which lies in one of the buffers; it may be overwritten afterwards. */
  scan(piece: Buffer): Promise<void>;
  /** A token does not reach over the end of a page. */
  endPage(): void;
  /** How often each token stands in the pages. */
  counts(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/** Below this a thread would take longer to start than it saves. */
const THREAD_FROM_BYTES = 16 * 1024 * 1024;
const SHARED_PIECE_BYTES = 1024 * 1024;
const OWN_PIECE_BYTES = 128 * 1024;

/** For pages of so many bytes together: in a thread of its own where they are many. */
export const pageTokens = (bytes: number): PageTokens =>
  bytes < THREAD_FROM_BYTES ? countHere() : countInThread();

function countHere(): PageTokens {
  const tokens = countTokens();
  return {
    buffers: [0, 1].map(() => Buffer.allocUnsafe(OWN_PIECE_BYTES)),
    scan: async (piece) => tokens.scan(piece),
    endPage: () => tokens.endPage(),
    counts: async () => tokens.counts(),
    close: async () => {},
  };
}

interface Waiting {
  resolve(reply: TokenReply): void;
  reject(cause: Error): void;
}

/** The thread looks for tokens while this one hashes and writes the same piece. */
function countInThread(): PageTokens {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./tokens-worker.${extension}`, import.meta.url));
  const waiting: Waiting[] = [];
  let ended: Error | null = null;
  const end = (cause: Error): void => {
    ended ??= cause;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', (reply: TokenReply) => waiting.shift()?.resolve(reply));
  worker.on('error', (cause) => end(cause instanceof Error ? cause : new Error(String(cause))));
  worker.on('exit', () => end(new Error('the thread that counts tokens has ended')));
  const ask = (request: TokenRequest): Promise<TokenReply> =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended);
      waiting.push({ resolve, reject });
      worker.postMessage(request);
    });
  return {
    buffers: [0, 1].map(() => Buffer.from(new SharedArrayBuffer(SHARED_PIECE_BYTES))),
    scan: async (piece) => {
      await ask(piece);
    },
    endPage: () => worker.postMessage(null),
    counts: async () => (await ask('counts')) ?? new Map(),
    close: async () => {
      await worker.terminate();
    },
  };
}
