import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PageSpan, ScannedSpans } from './random-access.ts';
import { countTokens } from './tokens.ts';

/** A span of the file to scan, or the question what was found. */
export type ScanOrder = PageSpan | 'finish';

const PIECE_BYTES = 256 * 1024;

const { fd, differentMax } = workerData as { readonly fd: number; readonly differentMax: number };
const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
const tokens = countTokens(differentMax);
const digests: string[] = [];

function scan({ fromByte, lengthBytes, isDigested }: PageSpan): void {
  const endByte = fromByte + lengthBytes;
  const hash = isDigested ? createHash('sha256') : undefined;
  for (let at = fromByte; at < endByte; ) {
    const readBytes = readSync(fd, buffer, 0, Math.min(PIECE_BYTES, endByte - at), at);
    if (readBytes === 0) break;
    const piece = buffer.subarray(0, readBytes);
    hash?.update(piece);
    tokens.scan(piece);
    at += readBytes;
  }
  tokens.endPage();
  if (hash !== undefined) digests.push(hash.digest('hex'));
}

const answer = (scanned: ScannedSpans): void => parentPort?.postMessage(scanned);

parentPort?.on('message', (order: ScanOrder) => {
  if (order !== 'finish') scan(order);
  else answer({ counts: tokens.counts(), isComplete: tokens.isComplete(), digests });
});
