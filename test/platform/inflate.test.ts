import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { inflate } from '../../src/platform/node/inflate.ts';

const text = Buffer.from('evidence '.repeat(100));
const deflated = deflateSync(text);

test('a zlib stream is inflated up to its size and no further', async () => {
  assert.deepEqual(await inflate(deflated, text.length), text);
  assert.equal(await inflate(deflated, text.length - 1), undefined);
});

test('bytes behind a zlib stream hide nothing: they are refused', async () => {
  assert.equal(await inflate(Buffer.concat([deflated, Buffer.from('hidden')]), text.length), undefined);
});

test('a damaged stream is none', async () => {
  const damaged = Buffer.from(deflated);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  assert.equal(await inflate(damaged, text.length), undefined);
  assert.equal(await inflate(deflated.subarray(0, -5), text.length), undefined);
});
