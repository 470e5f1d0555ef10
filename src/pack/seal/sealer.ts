import type { PublicKey } from './ed25519.ts';
import { readSigner, type Signer } from './ed25519.ts';

/** Who signs packs. */
export interface Sealer {
  /** As cover and manifest name it. */
  readonly name: string;
  /** Signs the checkpoint and SHA256SUMS. */
  readonly signingKey: Signer;
}

/** Private keys, as PEM. */
export interface SealKeys {
  readonly signingKey: string | null;
}

/** Null when there is no key: packs stay unsealed. Throws `SEAL_KEY_UNREADABLE`. */
export function createSealer({ signingKey: pem }: SealKeys): Sealer | null {
  if (pem === null) return null;
  const signingKey = readSigner(pem, 'seal.signingKey');
  return { name: nameOf(signingKey.publicKey), signingKey };
}

/** What a pack says of who seals it; the same for the same keys. */
export const nameOf = (publicKey: PublicKey): string => `Ed25519 key ${publicKey.id.toString('hex')}`;
