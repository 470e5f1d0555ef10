import { readSync } from 'node:fs';
import { besideFile } from './beside.ts';
import { checkPack } from './check-pack.ts';
import type { VerifyOptions } from './checks/seal-checks.ts';
import { openFile } from './open-file.ts';
import type { RandomAccess, SpanScanner } from './random-access.ts';
import { DIFFERENT_TOKENS_MAX } from './read-pack.ts';
import type { VerifyReport } from './report.ts';
import { scanThread } from './scan-thread.ts';

/** Reads without leaving the thread: what is in memory already is copied sooner than another thread is woken. */
const readingFrom = (fd: number): RandomAccess => ({
  read: async (buffer, offset, lengthBytes, fromByte) => ({
    bytesRead: readSync(fd, buffer, offset, lengthBytes, fromByte),
  }),
});

/** A scanner whose end is waited for while something else is done. */
const meanwhile = ({ scan, finish }: SpanScanner, work: () => Promise<unknown>): SpanScanner => ({
  scan,
  async finish() {
    const scanned = finish();
    await work();
    return scanned;
  },
});

/** Below, starting a thread takes longer than it saves. */
const THREAD_FROM_BYTES = 64_000_000;

/**
 * Checks a pack against its own digests, with nothing but the file: no store, configuration or network.
 * Memory does not grow with the evidence. Throws `NOT_A_PACK` for a file that is none and `FILE_UNREADABLE`.
 */
export async function verifyPack(file: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  await using handle = await openFile(file);
  const { size } = await handle.stat();
  const scanner = size < THREAD_FROM_BYTES ? undefined : scanThread(handle.fd, DIFFERENT_TOKENS_MAX);
  const source = {
    file: readingFrom(handle.fd),
    sizeBytes: size,
    name: file,
    beside: besideFile(file),
    scanner: scanner && meanwhile(scanner, () => import('./judge-pack.ts')),
  };
  try {
    return (await checkPack(source, options)).report;
  } finally {
    await scanner?.close();
  }
}
