import { userError } from '../domain/errors.ts';
import type { Framing } from '../formats/format.ts';
import { LinePages, type PageLimits } from './line-pages.ts';

export interface FileLimits extends PageLimits {
  /** A document is one page and is never cut. */
  readonly documentBytesMax: number;
}

export const fileLimits: FileLimits = {
  pageBytes: 4 * 1024 * 1024,
  lineBytesMax: 16 * 1024 * 1024,
  longLineBytesKept: 64 * 1024,
  documentBytesMax: 128 * 1024 * 1024,
};

/** Lines of which only the beginning was kept. */
export interface LongLines {
  readonly lines: number;
  readonly droppedBytes: number;
}

export interface FilePages {
  readonly pages: AsyncIterable<Uint8Array>;
  /** So far. */
  longLines(): LongLines;
}

/** Cuts a file at the ends of its records. Throws `FILE_TOO_LARGE` for a document that is. */
export function filePages(
  chunks: AsyncIterable<Uint8Array>,
  framing: Framing,
  name: string,
  limits: FileLimits,
): FilePages {
  if (framing === 'document') {
    return { pages: documentPage(chunks, name, limits), longLines: () => ({ lines: 0, droppedBytes: 0 }) };
  }
  const lines = new LinePages(limits);
  return {
    pages: linePages(chunks, lines),
    longLines: () => ({ lines: lines.longLines, droppedBytes: lines.droppedBytes }),
  };
}

async function* linePages(chunks: AsyncIterable<Uint8Array>, lines: LinePages): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield* lines.push(chunk);
  const last = lines.end();
  if (last !== null) yield last;
}

async function* documentPage(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  limits: FileLimits,
): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > limits.documentBytesMax) {
      throw userError({
        code: 'FILE_TOO_LARGE',
        message: `the file is one document of more than ${limits.documentBytesMax / 1024 / 1024} MiB`,
        where: name,
        mend: 'export a shorter span of time, or a format with one record a line',
      });
    }
  }
  const page = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const part of parts) {
    page.set(part, offset);
    offset += part.length;
  }
  yield page;
}
