import { Worker } from 'node:worker_threads';
import type { ScannedSpans, SpanScanner } from './random-access.ts';
import type { ScanOrder } from './scan-worker.ts';

export interface ScanThread extends SpanScanner {
  close(): Promise<void>;
}

/** Scans spans of an open file in a thread of its own, while the file is read. */
export function scanThread(fd: number, differentMax: number): ScanThread {
  const worker = new Worker(new URL('./scan-worker.js', import.meta.url), {
    workerData: { fd, differentMax },
  });
  const answer = new Promise<ScannedSpans>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', resolve);
  });
  // Whoever never asks for it has failed with something else before.
  answer.catch(() => undefined);
  const order = (message: ScanOrder): void => worker.postMessage(message);
  return {
    scan: order,
    finish() {
      order('finish');
      return answer;
    },
    async close() {
      await worker.terminate();
    },
  };
}
