import { isUtf8 } from 'node:buffer';
import type { Format } from './format.ts';
import { linesOf } from './lines.ts';
import { observerOf, type ReadRecord, routine } from './record.ts';

export const text: Format = {
  id: 'text',
  title: 'plain text: kept as evidence, nothing is read from it',
  mediaType: 'text/plain; charset=utf-8',
  extension: 'log',
  framing: 'lines',
  // Any file is text to somebody: this format is asked for by name, never guessed.
  detect: () => false,
  observer: (origin) => observerOf('text', origin, readPage),
};

function* readPage(page: Buffer): Generator<ReadRecord> {
  for (const { byteOffset, end } of linesOf(page)) {
    yield {
      byteOffset,
      reading: isUtf8(page.subarray(byteOffset, end)) ? routine('line of text') : { why: 'not UTF-8' },
    };
  }
}
