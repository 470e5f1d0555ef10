import { basename } from 'node:path';

const BLOCK_BYTES = 512;

/** Plain files of an uncompressed ustar archive, by their base name. */
export function* filesOfTar(tar: Buffer): Iterable<{ readonly name: string; readonly bytes: Buffer }> {
  let offset = 0;
  while (offset + BLOCK_BYTES <= tar.length && tar[offset] !== 0) {
    const header = tar.subarray(offset, offset + BLOCK_BYTES);
    const field = (from: number, to: number) => header.toString('latin1', from, to).split('\0', 1)[0] ?? '';
    const sizeBytes = Number.parseInt(field(124, 136), 8);
    const start = offset + BLOCK_BYTES;
    const type = field(156, 157);
    if (type === '0' || type === '') {
      yield { name: basename(field(0, 100)), bytes: tar.subarray(start, start + sizeBytes) };
    }
    offset = start + Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
}
