import { sign } from 'node:crypto';
import type { CertifiedKey } from './certified-key.ts';
import { bytesToSign } from './cms.ts';

/** The value of a signature over a SHA-256: over the signed attributes as a SET. */
export const signDigest = (digest: Buffer, { key, certificates: [signer] }: CertifiedKey): Buffer =>
  sign('sha256', bytesToSign(digest, signer), key);
