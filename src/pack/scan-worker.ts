import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type CountedTokens, countTokens } from './tokens.ts';

/** A span of the file to scan, or the question what was counted. */
export type ScanOrder = { readonly fromByte: number; readonly lengthBytes: number } | 'counts';

const PIECE_BYTES = 256 * 1024;

const { fd, differentMax } = workerData as { readonly fd: number; readonly differentMax: number };
const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
const tokens = countTokens(differentMax);

function scan(fromByte: number, lengthBytes: number): void {
  const endByte = fromByte + lengthBytes;
  for (let at = fromByte; at < endByte; ) {
    const readBytes = readSync(fd, buffer, 0, Math.min(PIECE_BYTES, endByte - at), at);
    if (readBytes === 0) break;
    tokens.scan(buffer.subarray(0, readBytes));
    at += readBytes;
  }
  tokens.endPage();
}

const answer = (counted: CountedTokens): void => parentPort?.postMessage(counted);

parentPort?.on('message', (order: ScanOrder) => {
  if (order === 'counts') answer({ counts: tokens.counts(), isComplete: tokens.isComplete() });
  else scan(order.fromByte, order.lengthBytes);
});
