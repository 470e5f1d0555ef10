import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { userError } from '../../domain/errors.ts';
import type { Installer } from '../../incident/slack-installations.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Names the use of a key, and the version of the form. */
const TOKENS = 'rca slack installation v1';
const STATE = 'rca slack oauth state v1';

/** A key for one use, from the master key: HKDF-SHA256, RFC 5869. */
const keyFor = (masterKey: Uint8Array, use: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(), use, 32));

/** What signs the state of an installation that is under way; all replicas have the same. */
export const stateSecret = (masterKey: Uint8Array): string =>
  Buffer.from(keyFor(masterKey, STATE)).toString('hex');

export interface Seal {
  /** Nonce, ciphertext and tag, base64. */
  close(text: string, installer: Installer): string;
  /** Throws `SLACK_TOKEN_SEALED` when it was closed under another key, for another installer, or was changed. */
  open(sealed: string, installer: Installer): string;
}

/** AES-256-GCM with the installer as associated data: a row that is moved to another one does not open. */
export function createSeal(masterKey: Uint8Array): Seal {
  const key = keyFor(masterKey, TOKENS);
  const bound = ({ enterprise, team }: Installer): Buffer => Buffer.from(JSON.stringify([enterprise, team]));
  return {
    close(text, installer) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(
        bound(installer),
      );
      const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, closed, cipher.getAuthTag()]).toString('base64');
    },
    open(sealed, installer) {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(bound(installer))
          .setAuthTag(bytes.subarray(-TAG_BYTES));
        const closed = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
        return Buffer.concat([decipher.update(closed), decipher.final()]).toString('utf8');
      } catch {
        throw sealedElsewhere(installer);
      }
    },
  };
}

/** Without the cause: what a cipher says could be of use to whoever tries. */
const sealedElsewhere = ({ enterprise, team }: Installer) =>
  userError({
    code: 'SLACK_TOKEN_SEALED',
    message: 'the stored Slack token cannot be opened with this master key',
    where: `installation of ${team ?? enterprise}`,
    mend: 'set the master key (RCA_REDACTION_KEY) that it was stored under, or install the app in the workspace again',
  });
