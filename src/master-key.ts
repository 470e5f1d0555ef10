import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegular } from '#platform/regular-file';
import type { Config } from './config.ts';
import { messageOf, userError } from './domain/errors.ts';

const CHARS_MIN = 32;

/**
 * The key that redaction tokens hang on: from the configuration, else from a file of the home folder that is
 * made on first use. Losing it makes every token final.
 */
export async function masterKey(config: Pick<Config, 'home' | 'redaction'>): Promise<Uint8Array> {
  const configured = config.redaction.masterKey;
  if (configured !== null) return longEnough(configured, 'redaction.masterKey, RCA_REDACTION_KEY');
  const path = join(config.home, 'redaction.key');
  return longEnough(await keptKey(path), path);
}

function longEnough(key: string, where: string): Uint8Array {
  if (key.length >= CHARS_MIN) return Buffer.from(key, 'utf8');
  throw userError({
    code: 'REDACTION_KEY_SHORT',
    message: `the redaction key has fewer than ${CHARS_MIN} characters`,
    where,
    mend: 'make one with: openssl rand -hex 32',
  });
}

async function keptKey(path: string): Promise<string> {
  try {
    return (await read(path)) ?? (await made(path));
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

async function read(path: string): Promise<string | null> {
  try {
    return (await readRegular(path)).toString('utf8').trim();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/** The file appears whole or not at all: of processes that make it at once, one wins and all read its key. */
async function made(path: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  try {
    {
      await using file = await open(draft, 'wx', 0o600);
      await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
      await file.sync();
    }
    await link(draft, path);
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readRegular(path)).toString('utf8').trim();
}

const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code;
