import { userError } from '../domain/errors.ts';
import type { FormatId } from '../domain/formats.ts';
import type { Format } from '../formats/format.ts';
import { detectFormat, formatOf, formats } from '../formats/registry.ts';

const HEAD_BYTES = 64 * 1024;

/** The beginning of a stream, and the stream as it was. */
export interface Headed {
  readonly head: Buffer;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Reads the first 64 KiB ahead. */
export async function withHead(chunks: AsyncIterable<Uint8Array>): Promise<Headed> {
  const source = chunks[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let sizeBytes = 0;
  let next = await source.next();
  while (!next.done) {
    read.push(next.value);
    sizeBytes += next.value.length;
    if (sizeBytes >= HEAD_BYTES) break;
    next = await source.next();
  }
  return { head: Buffer.concat(read).subarray(0, HEAD_BYTES), chunks: again(read, source) };
}

async function* again(
  read: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* read;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/**
 * The format that was asked for, or the one that the head of the file shows. Throws `FILE_EMPTY`,
 * `FORMAT_UNKNOWN` and, rather than guess between two, `FORMAT_AMBIGUOUS`.
 */
export function formatOfFile(head: Buffer, asked: FormatId | null, name: string): Format {
  if (head.length === 0) {
    throw userError({
      code: 'FILE_EMPTY',
      message: 'the file is empty',
      where: name,
      mend: 'check that it is the right file and that it was written to the end',
    });
  }
  if (asked !== null) return formatOf(asked);
  const candidates = detectFormat(head.toString());
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return formatOf(only);
  if (only === undefined) {
    throw userError({
      code: 'FORMAT_UNKNOWN',
      message: 'the file is of no format that is known here',
      where: name,
      mend: `name the format with --as, one of ${formats.map(({ id }) => id).join(', ')}`,
    });
  }
  throw userError({
    code: 'FORMAT_AMBIGUOUS',
    message: `the file could be ${candidates.join(' or ')}`,
    where: name,
    mend: `say which: ${candidates.map((id) => `--as ${id}`).join(' or ')}`,
  });
}
