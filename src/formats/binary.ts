import type { Format } from './format.ts';
import { observerOf, routine } from './record.ts';

/** An image or another file whose bytes are kept and not read: one record, which says nothing. */
export const binary: Format = {
  id: 'binary',
  title: 'a file that is kept whole and not read, such as an image',
  mediaType: 'application/octet-stream',
  extension: 'bin',
  framing: 'document',
  // Any file is bytes: this format is asked for by name, never guessed.
  detect: () => false,
  observer: (origin) =>
    observerOf('binary', origin, (page) =>
      page.length === 0 ? [] : [{ byteOffset: 0, reading: routine('file') }],
    ),
};
