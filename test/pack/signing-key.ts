import { generateKeyPairSync } from 'node:crypto';

/** A new Ed25519 key, PEM PKCS#8. */
export const newSigningKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
