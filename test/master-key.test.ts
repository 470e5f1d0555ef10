import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { masterKey } from '../src/master-key.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rca-key-'));
});
afterEach(() => rm(home, { recursive: true }));

const keyOf = async (configured: string | null = null): Promise<string> =>
  Buffer.from(
    await masterKey({ home, redaction: { masterKey: configured, ipAddresses: 'keep', rules: [] } }),
  ).toString();

test('commands that start at once in a new home folder agree on one key that only their account reads', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => keyOf()));
  assert.equal(new Set(keys).size, 1);
  assert.match(keys[0] ?? '', /^[0-9a-f]{64}$/);
  assert.equal(await keyOf(), keys[0]);
  assert.deepEqual(await readdir(home), ['redaction.key']);
  assert.equal((await stat(join(home, 'redaction.key'))).mode & 0o777, 0o600);
});

test('an empty or short key is refused, wherever it comes from', async () => {
  await assert.rejects(keyOf('short'), { code: 'REDACTION_KEY_SHORT', fault: 'user' });
  await writeFile(join(home, 'redaction.key'), '\n');
  await assert.rejects(keyOf(), { code: 'REDACTION_KEY_SHORT', where: join(home, 'redaction.key') });
});

test('a configured key is used as it is, and no file is made', async () => {
  assert.equal(await keyOf('k'.repeat(32)), 'k'.repeat(32));
  assert.deepEqual(await readdir(home), []);
});
