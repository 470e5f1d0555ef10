import { createHash } from 'node:crypto';

/**
 * The UUID that a job of this name and key always has (RFC 9562 version 8, from SHA-256): pg-boss refuses a
 * second job with the same id, also after the first is done.
 */
export function jobId(name: string, key: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([name, key]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x80, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
