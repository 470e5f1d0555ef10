import type { IncomingMessage } from 'node:http';

/** Senders have their whole body at hand. */
const BODY_TIMEOUT_MS = 10_000;

export type Body = { readonly bytes: Buffer } | { readonly refusal: 'too-large' | 'too-slow' | 'broken' };

/** Reads a request's body up to `bytesMax`; of a longer one no more than that is ever in memory. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return { refusal: 'too-large' };
  const late = AbortSignal.timeout(BODY_TIMEOUT_MS);
  const ended = Promise.withResolvers<Body>();
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  request.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= bytesMax) return chunks.push(chunk);
    request.pause();
    return ended.resolve({ refusal: 'too-large' });
  });
  request.once('end', () => ended.resolve({ bytes: Buffer.concat(chunks) }));
  for (const event of ['error', 'close']) {
    request.once(event, () => ended.resolve({ refusal: 'broken' }));
  }
  const tooSlow = () => ended.resolve({ refusal: 'too-slow' });
  late.addEventListener('abort', tooSlow, { once: true });
  try {
    return await ended.promise;
  } finally {
    late.removeEventListener('abort', tooSlow);
  }
}
