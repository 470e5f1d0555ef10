/**
 * What a zlib stream (RFC 1950) holds; undefined when it is damaged, larger than that or followed by
 * something else.
 */
export async function inflate(deflated: Buffer, sizeBytesMax: number): Promise<Buffer | undefined> {
  const stream = new Blob([Uint8Array.from(deflated)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      pieces.push(next.value);
      sizeBytes += next.value.length;
      if (sizeBytes > sizeBytesMax) {
        await reader.cancel();
        return undefined;
      }
    }
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  return Buffer.concat(pieces);
}
