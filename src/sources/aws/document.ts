import { canonicalJson } from '../../domain/canonical.ts';

/**
 * A parsed reply as the wire had it: times in seconds since the epoch, blobs in base64, without the SDK's
 * metadata. Members are sorted, so that the same reply is the same bytes.
 */
export function documentBytes(output: object): Uint8Array {
  const { $metadata: _, ...members } = output as { readonly $metadata?: unknown };
  return Buffer.from(canonicalJson(wireForm(members)));
}

function wireForm(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wireForm);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, wireForm(member)]));
  }
  return value;
}
