import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { test } from 'node:test';
import { seemsSigned } from '../../src/pack/read-signature.ts';
import { manyPacks } from './many-packs.ts';

test('only a pack whose document is signed is digested for a signature in passing', async (t) => {
  const { packs } = await manyPacks(t);
  for (const [name, signed] of [
    ['sealed-ec', true],
    ['sealed-by-key', false],
    ['unsealed', false],
  ] as const) {
    await using file = await open(packs.get(name) ?? '');
    assert.equal(await seemsSigned(file, (await file.stat()).size), signed, name);
  }
});
