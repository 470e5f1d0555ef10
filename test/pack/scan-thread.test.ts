import assert from 'node:assert/strict';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkPack } from '../../src/pack/check-pack.ts';
import { scanThread } from '../../src/pack/scan-thread.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { sample } from './sample.ts';

const NOTHING_BESIDE = { place: 'nowhere', find: async () => undefined };

test('a pack whose large pages are scanned in a thread gets the same report', async (t) => {
  const { folder, input } = await sample();
  t.after(() => rm(folder, { recursive: true }));
  const pack = join(folder, 'pack.pdf');
  await writePack(input, pack);
  await using file = await open(pack);
  const { size } = await file.stat();
  const thread = scanThread(file.fd, 1_000_000);
  const scanned: number[] = [];
  const scanner = {
    scan(fromByte: number, lengthBytes: number) {
      scanned.push(lengthBytes);
      thread.scan(fromByte, lengthBytes);
    },
    counts: thread.counts,
  };
  const source = { file, sizeBytes: size, name: pack, beside: NOTHING_BESIDE, scanner };
  assert.deepEqual((await checkPack(source)).report, await verifyPack(pack));
  assert.equal(scanned.length, 1);
  await thread.close();
});

test('each span is a page of its own, and too many different tokens are told', async (t) => {
  const { folder } = await sample();
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'spans');
  const token = '[email:ABCDEFGH23]';
  await writeFile(path, `${token}${'x'.repeat(300_000)}${token}[email:ABCDEFGH24]`);
  await using file = await open(path);
  const thread = scanThread(file.fd, 1);
  thread.scan(0, 10);
  thread.scan(10, 300_000);
  thread.scan(300_000 + token.length - 4, 1_000);
  assert.deepEqual(await thread.counts(), { counts: new Map([[token, 1]]), isComplete: false });
  await thread.close();
});

test('a thread that cannot read the file says so to who asks for its counts', async () => {
  const thread = scanThread(9_999, 1);
  thread.scan(0, 10);
  await assert.rejects(thread.counts(), { code: 'EBADF' });
  await thread.close();
});
