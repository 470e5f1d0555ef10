import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { messageOf } from '../../domain/errors.ts';
import { keyRefused, publicKeyFrom, type Signer } from './ed25519.ts';

/** A private key, PEM PKCS#8; throws `SEAL_KEY_UNREADABLE`. */
export function readSigner(pem: string, where: string): Signer {
  const refused = (why: string, cause?: unknown) => keyRefused('SEAL_KEY_UNREADABLE', where, why, cause);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw refused(messageOf(cause), cause);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw refused(`it is a key for ${key.asymmetricKeyType}`);
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey: publicKeyFrom(Buffer.from(x, 'base64url')),
    sign: (message) => sign(null, message, key),
  };
}
