import { createHash } from '#platform/crypto';

/** The digest over everything in an update that no attachment's own digest covers. */
export interface FrameHash {
  add(bytes: Uint8Array): void;
  /** Second half of the trailer's `/ID`: the first 16 bytes, hexadecimal. */
  id(): string;
}

export function frameHash(): FrameHash {
  const hash = createHash('sha256');
  return {
    add: (bytes) => {
      hash.update(bytes);
    },
    id: () => hash.digest('hex').slice(0, 32),
  };
}
