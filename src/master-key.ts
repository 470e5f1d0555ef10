import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { messageOf, userError } from './domain/errors.ts';

const CHARS_MIN = 32;

/**
 * The key that redaction tokens hang on: from the configuration, else from a file of the home folder that is
 * made on first use. Losing it makes every token final.
 */
export async function masterKey(config: Config): Promise<Uint8Array> {
  const configured = config.redaction.masterKey;
  if (configured !== null) {
    if (configured.length >= CHARS_MIN) return Buffer.from(configured, 'utf8');
    throw userError({
      code: 'REDACTION_KEY_SHORT',
      message: `the redaction key has fewer than ${CHARS_MIN} characters`,
      where: 'redaction.masterKey, RCA_REDACTION_KEY',
      mend: 'make one with: openssl rand -hex 32',
    });
  }
  const path = join(config.home, 'redaction.key');
  try {
    return Buffer.from((await made(path)) ?? (await readFile(path, 'utf8')).trim(), 'utf8');
  } catch (cause) {
    throw userError(
      {
        code: 'REDACTION_KEY_UNREADABLE',
        message: `the redaction key cannot be read or made: ${messageOf(cause)}`,
        where: path,
        mend: 'let this account read and write the home folder, or set RCA_REDACTION_KEY',
      },
      cause,
    );
  }
}

/** Makes the file; null when it is there already, perhaps made by another process a moment ago. */
async function made(path: string): Promise<string | null> {
  const key = randomBytes(32).toString('hex');
  try {
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile(`${key}\n`);
    await file.sync();
    return key;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw cause;
  }
}
