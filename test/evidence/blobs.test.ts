import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../../src/domain/canonical.ts';
import type { Redacted } from '../../src/domain/redacted.ts';
import { createFolderBlobs } from '../../src/evidence/blobs.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text) as Redacted<Uint8Array>;

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'rca-test-blobs-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return join(path, 'blobs');
}

const filesIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test('bytes come back as they were put, under their SHA-256', async (t) => {
  const directory = await folder(t);
  const blobs = createFolderBlobs(directory);
  const put = await blobs.put(bytesOf('a page'));
  assert.deepEqual(put, { sha256: sha256Hex('a page'), sizeBytes: 6 });
  assert.equal(Buffer.from(await blobs.get(put.sha256)).toString(), 'a page');
  assert.equal(await blobs.has(put.sha256), true);
  assert.equal(await readFile(await blobs.path(put.sha256), 'utf8'), 'a page');
  const { sha256: empty } = await blobs.put(bytesOf(''));
  assert.equal((await blobs.get(empty)).byteLength, 0);
});

test('the same bytes again, also many times at once, are stored once', async (t) => {
  const directory = await folder(t);
  const put = await Promise.all(
    Array.from({ length: 20 }, () => createFolderBlobs(directory).put(bytesOf('a page'))),
  );
  await createFolderBlobs(directory).put(bytesOf('a page'));
  assert.equal(new Set(put.map(({ sha256 }) => sha256)).size, 1);
  assert.equal((await filesIn(directory)).length, 1);
});

test('a changed blob is refused, on reading and on putting the same bytes again', async (t) => {
  const blobs = createFolderBlobs(await folder(t));
  const { sha256 } = await blobs.put(bytesOf('a page'));
  const path = await blobs.path(sha256);
  await chmod(path, 0o600);
  await writeFile(path, 'a pagE');
  await assert.rejects(blobs.get(sha256), { code: 'BLOB_DAMAGED', where: path, fault: 'outside' });
  await assert.rejects(blobs.put(bytesOf('a page')), { code: 'BLOB_DAMAGED' });
});

test('a blob that is not there is missing', async (t) => {
  const blobs = createFolderBlobs(await folder(t));
  const sha256 = sha256Hex('never put');
  assert.equal(await blobs.has(sha256), false);
  await assert.rejects(blobs.get(sha256), { code: 'BLOB_MISSING' });
  await assert.rejects(blobs.path(sha256), { code: 'BLOB_MISSING' });
});

test('a folder that cannot be made is said so', async (t) => {
  const directory = await folder(t);
  await writeFile(directory, 'a file where the folder should be');
  await assert.rejects(createFolderBlobs(directory).put(bytesOf('a page')), { code: 'BLOB_STORE_FAILED' });
});

test('without room the page is refused and nothing of it stays', {
  skip: process.platform === 'win32',
}, async (t) => {
  const directory = await folder(t);
  const child = fileURLToPath(import.meta.resolve('./put-large-blob.ts'));
  const limited = spawn('sh', [
    '-c',
    `ulimit -f 8 && exec "$0" "$1" "$2"`,
    process.execPath,
    child,
    directory,
  ]);
  const [output] = await once(limited.stdout, 'data');
  await once(limited, 'close');
  assert.deepEqual(JSON.parse(String(output)), { code: 'BLOB_STORE_FULL', fault: 'outside' });
  assert.deepEqual(await filesIn(directory), []);
});
