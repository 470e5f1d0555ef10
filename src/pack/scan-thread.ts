import { Worker } from 'node:worker_threads';
import type { SpanScanner } from './random-access.ts';
import type { ScanOrder } from './scan-worker.ts';
import type { CountedTokens } from './tokens.ts';

export interface ScanThread extends SpanScanner {
  close(): Promise<void>;
}

/** Counts tokens in spans of an open file in a thread of its own, while the file is digested. */
export function scanThread(fd: number, differentMax: number): ScanThread {
  const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), {
    workerData: { fd, differentMax },
  });
  const answer = new Promise<CountedTokens>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', resolve);
  });
  // Whoever never asks for the counts has failed with something else before.
  answer.catch(() => undefined);
  const order = (message: ScanOrder): void => worker.postMessage(message);
  return {
    scan: (fromByte, lengthBytes) => order({ fromByte, lengthBytes }),
    counts() {
      order('counts');
      return answer;
    },
    async close() {
      await worker.terminate();
    },
  };
}
