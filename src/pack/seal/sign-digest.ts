import { type CertifiedKey, mismatch } from './certified-key.ts';
import { bytesToSign, isSignatureOf } from './cms.ts';

/** The signature value: over the signed attributes as a SET. Throws `SEAL_KEY_MISMATCH` when another key signed. */
export async function signDigest(digest: Buffer, { certificates, ...key }: CertifiedKey): Promise<Buffer> {
  const signature = await key.sign(bytesToSign(digest, certificates[0]));
  if (await isSignatureOf({ digest, certificates, signature })) return signature;
  throw mismatch('seal.key, seal.certificate');
}
